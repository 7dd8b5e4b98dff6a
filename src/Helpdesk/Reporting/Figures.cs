namespace Helpdesk.Reporting;

/// <summary>Whose figures a table shows.</summary>
enum Figures
{
    /// <summary>What is known now.</summary>
    Current,

    /// <summary>What was frozen when the month was published.</summary>
    Published,
}
