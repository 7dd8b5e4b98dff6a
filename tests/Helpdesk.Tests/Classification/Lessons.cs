using Helpdesk.Classification;
using Helpdesk.Database;

namespace Helpdesk.Tests.Classification;

/// <summary>The labelled mail of the repository, whole or a little of it: enough to learn from in seconds.</summary>
static class Lessons
{
    public static string File(string name) => Path.Combine(DataFolder.Home, "training-data", $"{name}.jsonl");

    public static string ModelInService => Path.Combine(DataFolder.Home, "models", "current");

    public static Task<IReadOnlyList<MailSample>> AllAsync(string name) => MessageFile.ReadAsync([File(name)], TestContext.Current.CancellationToken);

    /// <summary>So many mails of each category, of every writer alike.</summary>
    public static async Task<IReadOnlyList<MailSample>> SomeAsync(int each) =>
        [.. (await AllAsync("messages")).GroupBy(m => m.Label).SelectMany(label => label
            .GroupBy(m => m.Writer)
            .SelectMany(writer => writer.Select((m, turn) => (Mail: m, turn)))
            .OrderBy(m => m.turn).ThenBy(m => m.Mail.Id, StringComparer.Ordinal)
            .Take(each).Select(m => m.Mail))];

    /// <summary>Writes mails as a message file; its path.</summary>
    public static async Task<string> WriteAsync(string folder, string name, IEnumerable<MailSample> mails)
    {
        var path = Path.Combine(folder, $"{name}.jsonl");
        await System.IO.File.WriteAllLinesAsync(path, mails.Select(MessageFile.Line), TestContext.Current.CancellationToken);
        return path;
    }

    /// <summary>Trains as the verb does, without a process for it.</summary>
    public static Task<ModelManifest> TrainAsync(IReadOnlyList<MailSample> mails, string folder) =>
        ModelTraining.TrainAsync(mails, "test", null, folder, (_, _) => { }, TestContext.Current.CancellationToken);
}
