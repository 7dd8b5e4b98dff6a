using Helpdesk.Classification;
using Helpdesk.Database;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.Messages;

/// <summary>Takes batches of raw mail in: read, dated, threaded, classified, stored, each batch in one transaction with its reader's position.</summary>
sealed class Intake(HelpdeskDatabase database, Classifier classifier, IOptions<CountingOptions> counting, TimeProvider clock)
{
    /// <summary>What became of a batch: new messages, further deliveries of known ones, and how many of the new are parked.</summary>
    public readonly record struct Outcome(int Stored, int Duplicates, int Parked)
    {
        public static Outcome operator +(Outcome a, Outcome b) => new(a.Stored + b.Stored, a.Duplicates + b.Duplicates, a.Parked + b.Parked);
    }

    /// <summary>Stores a batch; all of it or, when this throws, nothing of it.</summary>
    /// <param name="advance">Moves the reader's position; runs inside the same transaction.</param>
    public Task<Outcome> TakeAsync(Place place, IReadOnlyList<RawMail> batch, Func<NpgsqlConnection, Task> advance, CancellationToken stop) =>
        TakeAsync(place, [.. batch.Select(OpenedMail.Of)], advance, stop);

    /// <summary>The same for mail that was read ahead.</summary>
    public async Task<Outcome> TakeAsync(Place place, IReadOnlyList<OpenedMail> read, Func<NpgsqlConnection, Task> advance, CancellationToken stop)
    {
        var model = await classifier.ModelAsync(stop);
        await using var connection = await database.Source.OpenConnectionAsync(stop);
        var categories = await Categories.ReadAsync(connection, stop);
        var names = new LearnedNames(model, categories);
        var threads = await ThreadLookup.ReadAsync(connection, read.Select(r => r.Mail).OfType<ReadMail>(), names, stop);
        var rules = names.Of(await RuleStore.ReadAsync(connection, stop));
        var arrivals = read.Select(r => Arrive(r, place, threads, model, rules)).ToList();

        var modelRow = await GuessStore.RegisterAsync(connection, model, stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        var parked = await ParkedStore.AtAsync(connection, place, arrivals.Select(a => a.Raw.Uid), stop);
        var again = arrivals.Where(a => parked.ContainsKey(a.Raw.Uid)).ToList();
        var unparked = await ParkedStore.AgainAsync(connection, parked, again, clock.GetUtcNow(), stop);
        List<Arrival> fresh = [.. arrivals.Where(a => !parked.ContainsKey(a.Raw.Uid))];
        var added = await MessageStore.AddAsync(connection, place, fresh, clock.GetUtcNow(), stop);
        await GuessStore.AppendAsync(connection, modelRow, categories, [.. added.Concat(unparked).Where(a => a.Arrival.Guess is not null).Select(a => (a.Id, a.Arrival.Guess!))], stop);
        await MessageStore.DeliverAsync(connection, place, fresh, added, stop);
        await advance(connection);
        await transaction.CommitAsync(stop);
        return new(added.Count, fresh.Count - added.Count, added.Count(a => a.Arrival.Failure is not null));
    }

    Arrival Arrive(OpenedMail read, Place place, ThreadLookup threads, TrainedModel model, IReadOnlyList<Rule> rules)
    {
        var month = Month.Of(read.Raw.ReceivedAt, counting.Value.Zone);
        if (read.Mail is not { } mail)
        {
            var bytes = read.Raw.Content.Length == 0 ? Fingerprint.OfPlace(place.Folder, place.UidValidity, read.Raw.Uid) : Fingerprint.OfUnreadable(read.Raw.Content);
            return new(read.Raw, null, read.Failure, bytes, month, Internal: false, bytes[..16], null);
        }

        var thread = threads.Of(mail);
        if (read.Failure is not null)
        {
            // Only its header could be had: known, but nobody guesses from half a mail.
            return new(read.Raw, mail, read.Failure, mail.Fingerprint, month, IsInternal(mail), thread, null);
        }

        var guess = Guess.By(model, rules, classifier.LeastConfidence, new(mail.Subject, mail.Text, mail.Attachments, mail.FromAddress, mail.Recipients, mail.Automatic is not null, threads.Earlier(thread))
        {
            Headers = rules.Any(r => r.Of == Rule.Kind.Header) ? HeaderLines.Of(read.Raw.Content) : [],
        });
        if (mail.Automatic is null)
        {
            threads.Add(mail, thread, guess);
        }

        return new(read.Raw, mail, null, mail.Fingerprint, month, IsInternal(mail), thread, guess);
    }

    bool IsInternal(ReadMail mail) => !mail.IsWebForm && counting.Value.OwnDomains.Contains(mail.FromDomain, StringComparer.OrdinalIgnoreCase);
}
