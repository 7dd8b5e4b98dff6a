using System.CommandLine;
using Helpdesk.CommandLine;
using Helpdesk.Messages;

namespace Helpdesk.Reporting;

/// <summary>Months as people name them to verbs.</summary>
static class Months
{
    public static Option<string> Option() => new("--month") { Description = "The reporting month, the table's last column.", HelpName = "yyyy-MM", Required = true };

    /// <exception cref="Refusal">The text is no month.</exception>
    public static Month Parse(string text) =>
        Month.TryParse(text, out var month) ? month : throw new Refusal($"--month is '{text}', which is no month; write it as 2019-06.");
}
