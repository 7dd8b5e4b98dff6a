namespace Helpdesk.Reporting.Closing;

/// <summary>What the column of a closed month prints.</summary>
enum Prints
{
    /// <summary>The figures as counted; behind each is a list of mails.</summary>
    Counted,

    /// <summary>The adjusted counts: estimates of the truth, as a rule nearer to it, and without a list of mails.</summary>
    Adjusted,
}
