using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.Messages;
using Helpdesk.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Helpdesk.Benchmarks.Ingest;

/// <summary>Where the processor time of reading goes, stage by stage, without a server and without a database.</summary>
static class Stages
{
    public static async Task RunAsync(string maildir)
    {
        using var classifier = new Classifier(Options.Create(new ClassifierOptions()), TimeProvider.System, NullLogger<Classifier>.Instance);
        var model = await classifier.ModelAsync(CancellationToken.None);
        var files = Directory.GetFiles(Path.Combine(maildir, "cur"));
        foreach (var pass in (string[])["cold", "warm"])
        {
            TimeSpan reading = default, dividing = default, guessing = default;
            var allocated = GC.GetTotalAllocatedBytes();
            foreach (var chunk in files.Chunk(500))
            {
                byte[][] raw = [.. chunk.Select(File.ReadAllBytes)];
                var began = Environment.CpuUsage.TotalTime;
                var mails = raw.Select(r => MessageReader.Read(new RawContent(r))).ToList();
                reading += Environment.CpuUsage.TotalTime - began;
                began = Environment.CpuUsage.TotalTime;
                foreach (var mail in mails)
                {
                    MailText.From(mail.Body);
                }

                dividing += Environment.CpuUsage.TotalTime - began;
                began = Environment.CpuUsage.TotalTime;
                foreach (var mail in mails)
                {
                    Guess.By(model, Rules.Shipped, classifier.LeastConfidence, new(mail.Subject, mail.Text, mail.Attachments, mail.FromAddress, mail.Recipients, mail.Automatic is not null, null));
                }

                guessing += Environment.CpuUsage.TotalTime - began;
            }

            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{pass}: reading {reading.TotalSeconds:N2} s of processor (of it telling new words from quoted {dividing.TotalSeconds:N2} s), classifying {guessing.TotalSeconds:N2} s, allocated {(GC.GetTotalAllocatedBytes() - allocated) / 1e6:N0} MB"));
        }
    }
}
