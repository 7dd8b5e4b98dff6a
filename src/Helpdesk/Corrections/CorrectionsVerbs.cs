using System.CommandLine;
using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Corrections;

/// <summary><c>export corrections</c>: what people decided, as message files for training.</summary>
static class CorrectionsVerbs
{
    public static Verb Export()
    {
        var output = new Option<string>("--output") { Description = "The message file to write (JSON Lines).", HelpName = "FILE", Required = true };
        var month = new Option<string?>("--month") { Description = "Only mail of this month.", HelpName = "yyyy-MM" };
        return new("corrections", "Writes mail that people labelled, with their labels; nothing that only a machine labelled.", async (run, stop) =>
        {
            Month? only = run.Value(month) is not { } text ? null : Month.TryParse(text, out var parsed) ? parsed : throw new Refusal($"--month is '{text}', which is no month; write it as 2019-06.");
            var source = await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            await using var connection = await source.OpenConnectionAsync(stop);
            var mails = await PeoplesAnswers.ReadAsync(connection, only?.FirstDay, stop);
            try
            {
                // Whoever wrote is in the mail's own fields; the hash that keeps a writer's mail in one fold is not for files.
                await File.WriteAllLinesAsync(run.Value(output)!, mails.Select(m => MessageFile.Line(m with { Writer = null })), stop);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new Refusal($"The file {run.Value(output)} cannot be written ({e.Message.TrimEnd('.')}).", e);
            }

            await run.Out.WriteLineAsync($"{mails.Count} mails that people labelled are in {run.Value(output)}. They hold personal text: review them before they join the training data.");
            return 0;
        }) { output, month };
    }
}
