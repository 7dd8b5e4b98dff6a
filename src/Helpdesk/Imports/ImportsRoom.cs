using System.CommandLine;
using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Reporting;

namespace Helpdesk.Imports;

/// <summary>What was there before this system: mail in files, published tables.</summary>
static class ImportsRoom
{
    public static T AddImports<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSingleton<MailImport>();
        return builder;
    }

    public static IReadOnlyList<Verb> Verbs() => [new("import", "Brings in what was made before this system.") { Mail(), ImportTableVerb.Make() }];

    static Verb Mail()
    {
        var path = new Argument<string>("PATH") { Description = "An mbox file, a Maildir, or a folder of .eml files." };
        var mailbox = new Option<string>("--mailbox") { Description = "The mailbox the mail belongs to.", HelpName = "NAME", Required = true };
        return new("mail", "Imports mail from files into a mailbox.", async (run, stop) =>
        {
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var (taken, known) = await ProgressLine.ShowAsync("Importing", show => run.Get<MailImport>().RunAsync(run.Value(path), run.Value(mailbox)!, show, stop));
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{taken.Stored:N0} stored, {taken.Duplicates:N0} duplicates, {taken.Parked:N0} parked{(known > 0 ? $", {known:N0} were imported before" : "")}."));
            return 0;
        }) { path, mailbox };
    }
}
