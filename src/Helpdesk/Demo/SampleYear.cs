using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.Messages;
using MimeKit;

namespace Helpdesk.Demo;

/// <summary>Fills the mailboxes with thirteen months of mail: in each month and category as many enquiries as the published table says.</summary>
/// <remarks>From a fixed seed: the same mails, the same moments, at every demonstration.</remarks>
sealed class SampleYear(DemoPlan plan, IReadOnlyList<MailSample> samples, string folder)
{
    const int Seed = 1207;

    static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/London");

    readonly Random random = new(Seed);
    int number;

    /// <summary>What was put where.</summary>
    public sealed record Filled(int Enquiries, int Automatic, int Internal, int Duplicates);

    /// <summary>One mail to be written: a sample in a category's month, or a machine's.</summary>
    sealed record Item(DateTimeOffset At, MailSample? Sample, bool Internal, bool Twice);

    public Filled Fill(Action<long, long> progress)
    {
        var items = Plan().OrderBy(i => i.At).ToList();
        var latestOfThread = new Dictionary<string, MimeMessage>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            Write(item, latestOfThread);
            if (number % 100 == 0)
            {
                progress(number, items.Count);
            }
        }

        progress(items.Count, items.Count);
        return new(items.Count(i => i is { Sample: not null, Internal: false }), items.Count(i => i.Sample is null), items.Count(i => i.Internal), items.Count(i => i.Twice));
    }

    IEnumerable<Item> Plan()
    {
        var enquiries = plan.Published.Counts.SelectMany(row =>
        {
            var deck = new Deck([.. samples.Where(s => s.Label == row.Category)], random);
            return row.Counts.SelectMany((count, month) => Enumerable.Range(0, count).Select(_ => new Item(Moment(plan.Published.Months[month]), deck.Next(), false, false)));
        }).ToList();
        foreach (var i in random.GetItems(Enumerable.Range(0, enquiries.Count).ToArray(), DemoPlan.Duplicates).Distinct())
        {
            enquiries[i] = enquiries[i] with { Twice = true };
        }

        // A web form is a person's request even from our own domain, so none of them may pose as internal mail.
        var all = new Deck([.. samples.Where(s => !WebForm.Is(s.Body))], random);
        return enquiries
            .Concat(Enumerable.Range(0, DemoPlan.Internal).Select(_ => new Item(Moment(AnyMonth()), all.Next(), true, false)))
            .Concat(Enumerable.Range(0, DemoPlan.Automatic).Select(_ => new Item(Moment(AnyMonth()), null, false, false)))
            .ToList();
    }

    Month AnyMonth() => plan.Published.Months[random.Next(plan.Published.Months.Count)];

    /// <summary>A moment of the month by London's clocks, mostly in working hours; one in five hundred in the month's first or last second.</summary>
    DateTimeOffset Moment(Month month)
    {
        var days = DateTime.DaysInMonth(month.Year, month.Number);
        var local = random.Next(500) switch
        {
            0 => month.FirstDay.ToDateTime(default),
            1 => month.Add(1).FirstDay.ToDateTime(default).AddSeconds(-1),
            < 60 => month.FirstDay.ToDateTime(default).AddSeconds(random.Next(days * 86_400)),
            _ => WorkingDay(month, days).AddSeconds(random.Next(8 * 3600, 18 * 3600)),
        };
        // The hour that the clocks skip in March does not exist; nothing is received in it.
        return new DateTimeOffset(Zone.IsInvalidTime(local) ? local.AddHours(2) : local, Zone.GetUtcOffset(local)).ToUniversalTime();
    }

    DateTime WorkingDay(Month month, int days)
    {
        while (true)
        {
            var day = month.FirstDay.AddDays(random.Next(days)).ToDateTime(default);
            if (day.DayOfWeek is not (DayOfWeek.Saturday or DayOfWeek.Sunday))
            {
                return day;
            }
        }
    }

    void Write(Item item, Dictionary<string, MimeMessage> latestOfThread)
    {
        number++;
        var id = string.Create(CultureInfo.InvariantCulture, $"{number:D6}.{item.At.ToUnixTimeSeconds()}@mail.example");
        var mailbox = Mailbox(item.Sample);
        var sent = item.At.AddSeconds(-random.Next(2, 90));
        MimeMessage message;
        if (item.Sample is not { } sample)
        {
            message = MachineMail.Write(id, sent, mailbox, random);
        }
        else
        {
            var parent = sample.Thread is not null && !item.Internal && sample.Id != First(sample) ? latestOfThread.GetValueOrDefault(sample.Thread) : null;
            message = SampleMail.Write(sample, id, sent, mailbox, parent, random);
            if (item.Internal)
            {
                message.From.Clear();
                message.From.Add(new MailboxAddress("SECAS Helpdesk", $"staff@{DemoPlan.Domain}"));
            }
            else if (sample.Thread is not null)
            {
                latestOfThread[sample.Thread] = message;
            }
        }

        Deliver(message, mailbox, item.At);
        if (item.Twice)
        {
            Deliver(message, DemoPlan.Mailboxes.Where(m => m != mailbox).ElementAt(random.Next(3)), item.At);
        }
    }

    string First(MailSample sample) => samples.First(s => s.Thread == sample.Thread).Id;

    string Mailbox(MailSample? sample) =>
        sample?.To.Select(t => t.Split('@')[0]).FirstOrDefault(DemoPlan.Mailboxes.Contains) ?? DemoPlan.Mailboxes[random.Next(DemoPlan.Mailboxes.Count)];

    void Deliver(MimeMessage message, string mailbox, DateTimeOffset at)
    {
        // A Maildir's files get their UIDs in the order of their names, which start with the time.
        var name = string.Create(CultureInfo.InvariantCulture, $"{at.ToUnixTimeSeconds()}.M{number:D6}.demo:2,{(random.Next(3) == 0 ? "" : "S")}");
        var path = Path.Combine(PrivateDovecot.Inbox(folder, $"{mailbox}@{DemoPlan.Domain}"), "cur", name);
        using (var file = File.Create(path))
        {
            file.Write(System.Text.Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"Delivered-To: {mailbox}@{DemoPlan.Domain}\r\nReceived: from mx.mail.example by mx.{DemoPlan.Domain} with ESMTPS; {at:ddd, dd MMM yyyy HH:mm:ss} +0000\r\n")));
            message.WriteTo(new FormatOptions { NewLineFormat = NewLineFormat.Dos }, file);
        }

        File.SetLastWriteTimeUtc(path, at.UtcDateTime);
    }

    /// <summary>Deals the samples of a category one after another, shuffled anew each time round.</summary>
    sealed class Deck(IReadOnlyList<MailSample> cards, Random random)
    {
        readonly MailSample[] order = [.. cards];
        int next = int.MaxValue;

        public MailSample Next()
        {
            if (next >= order.Length)
            {
                random.Shuffle(order);
                next = 0;
            }

            return order[next++];
        }
    }
}
