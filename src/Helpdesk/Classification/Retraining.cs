using System.Globalization;
using System.Text;
using Helpdesk.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Classification;

/// <summary>Trains a new model once people have answered enough anew, stages it, judges it, and asks an administrator.</summary>
/// <remarks>It never promotes: a model that answers is one that a person put there. Mail labelled by a machine is never learned from.</remarks>
sealed partial class Retraining(HelpdeskDatabase database, DataFolder data, IOptions<ClassifierOptions> options, TimeProvider clock, ILogger<Retraining> log)
{
    /// <summary>"trai" in ASCII: one training at a time, however many workers there are.</summary>
    const long LockKey = 0x74726169;

    /// <summary>What a run came to; the sentence is for people.</summary>
    public sealed record Outcome(bool Trained, string Sentence);

    /// <summary>The job's entry.</summary>
    public async Task RunAsync(CancellationToken stop)
    {
        if (options.Value.RetrainAfter > 0)
        {
            Said(log, (await TrainAsync(even: false, (_, _) => { }, stop)).Sentence);
        }
    }

    /// <param name="even">Even when few answers are new.</param>
    /// <exception cref="CommandLine.Refusal">The training or the held-out mail cannot be used.</exception>
    public async Task<Outcome> TrainAsync(bool even, Action<long, long> progress, CancellationToken stop)
    {
        var source = await database.OpenAsync(stop);
        await using var connection = await source.OpenConnectionAsync(stop);
        if (!await LockedAsync(connection, stop))
        {
            return new(false, "Another process is training a model; this one leaves it to that.");
        }

        var (labels, fresh, newest) = await ProposalStore.LabelsAsync(connection, stop);
        if (!even && fresh < Math.Max(1, options.Value.RetrainAfter))
        {
            return new(false, string.Create(CultureInfo.InvariantCulture, $"People answered {fresh:N0} messages since the last training; a model is trained after {options.Value.RetrainAfter:N0}."));
        }

        var people = await PeoplesAnswers.ReadAsync(connection, month: null, stop);
        IReadOnlyList<MailSample> mails = [.. await MessageFile.ReadAsync(options.Value.Training, stop), .. people];
        var folder = Path.Combine(data.Folder("models"), clock.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture));
        var manifest = await ModelTraining.TrainAsync(mails, HashOf(mails), await PeoplesAnswers.MixAsync(connection, stop), folder, progress, stop);
        var (gate, report) = await JudgeAsync(connection, folder, stop);
        await ProposalStore.AddAsync(connection, manifest.Version, folder, newest, labels, report, gate.MayServe, stop);
        return new(true, $"Model {manifest.Version} waits for an administrator in {folder}; {(gate.MayServe ? "it is not worse than the one in service" : "it may not serve: " + string.Join("; ", gate.Reasons))}.");
    }

    /// <summary>Holds a staged model against the one in service, and says what it would change.</summary>
    public async Task<(HeldOutGate Gate, string Report)> JudgeAsync(NpgsqlConnection connection, string folder, CancellationToken stop)
    {
        var staged = await ModelFolder.LoadAsync(folder, stop);
        var (current, whyNot) = await Promotion.InServiceAsync(options.Value.Folder, stop);
        var categories = await Categories.ReadAsync(connection, stop);
        var gate = await HeldOutGate.AskAsync(staged, current, options.Value.HeldOut, categories, await InForceAsync(connection, stop), stop);
        var report = new StringBuilder();
        report.Append(JudgementText.Of($"Model {staged.Version} on held-out mail", gate.Staged));
        report.AppendLine(gate.Before is { } before
            ? string.Create(CultureInfo.InvariantCulture, $"Model {current!.Version}, in service, on the same mail: accuracy {before.Accuracy:F3}, macro-F1 {before.MacroF1:F3}.")
            : $"There is no model to hold it against: {whyNot}");
        report.Append((await BackCast.OfAsync(connection, staged, stop)).Text());
        return (gate, report.ToString());
    }

    static async Task<IReadOnlyList<short>> InForceAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        await using var command = new NpgsqlCommand("select id from categories where coalesce(first_month, '-infinity') <= current_date and coalesce(last_month, 'infinity') >= date_trunc('month', current_date) order by print_order", connection);
        await using var rows = await command.ExecuteReaderAsync(stop);
        var ids = new List<short>();
        while (await rows.ReadAsync(stop))
        {
            ids.Add(rows.GetInt16(0));
        }

        return ids;
    }

    static async Task<bool> LockedAsync(NpgsqlConnection connection, CancellationToken stop)
    {
        // The lock goes with the connection, so a killed worker holds nothing up.
        await using var take = new NpgsqlCommand("select pg_try_advisory_lock($1)", connection) { Parameters = { new() { Value = LockKey } } };
        return await take.ExecuteScalarAsync(stop) is true;
    }

    static string HashOf(IReadOnlyList<MailSample> mails) => ModelVersion.Hash(Encoding.UTF8.GetBytes(string.Join('\n', mails.Select(MessageFile.Line))));

    [LoggerMessage(Level = LogLevel.Information, Message = "{Sentence}")]
    static partial void Said(ILogger log, string sentence);
}
