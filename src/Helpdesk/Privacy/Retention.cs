using Helpdesk.Database;
using Helpdesk.Messages;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Privacy;

/// <summary>The clocks: erases texts and parked originals whose time is over; no figure moves.</summary>
sealed partial class Retention(HelpdeskDatabase database, IOptions<RetentionOptions> options, TimeProvider clock, ILogger<Retention> log)
{
    public sealed record Outcome(int Texts, int Originals);

    /// <summary>Safe to run from several workers and at any time.</summary>
    public async Task<Outcome> RunAsync(CancellationToken stop)
    {
        var now = clock.GetUtcNow();
        var (texts, originals) = (now.AddMonths(-options.Value.TextMonths), now.AddDays(-options.Value.RawDays));
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var outcome = new Outcome(
            await EraseAsync(connection, PrivacyActs.TextErased, texts, TextErasure.TextsBeforeAsync, now, stop),
            await EraseAsync(connection, PrivacyActs.OriginalsErased, originals, TextErasure.OriginalsBeforeAsync, now, stop));
        if (outcome != new Outcome(0, 0))
        {
            Erased(outcome.Texts, outcome.Originals);
        }

        return outcome;
    }

    /// <summary>Batch by batch, each with its own line in the record: when this is stopped midway the record is still true.</summary>
    static async Task<int> EraseAsync(NpgsqlConnection connection, string kind, DateTimeOffset before, Func<NpgsqlConnection, DateTimeOffset, CancellationToken, Task<int>> erase, DateTimeOffset now, CancellationToken stop)
    {
        var all = 0;
        while (true)
        {
            await using var transaction = await connection.BeginTransactionAsync(stop);
            var erased = await erase(connection, before, stop);
            if (erased == 0)
            {
                return all;
            }

            await PrivacyActs.RecordAsync(connection, kind, null, before, erased, 0, now, stop);
            await transaction.CommitAsync(stop);
            all += erased;
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Retention erased {Texts} texts and {Originals} parked originals")]
    partial void Erased(int texts, int originals);
}
