using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Helpdesk.Classification;
using Helpdesk.Database;
using Helpdesk.Text;

namespace Helpdesk.Benchmarks;

/// <summary>People answer the review's messages one after the other, as its script does; how long each answer takes with the next message in it.</summary>
/// <remarks>Measured where the request is made, on the same machine: what the server takes and the loopback interface on top.</remarks>
static partial class ReviewBench
{
    /// <summary>Answers given before anybody measures: the similar mails are looked for among them.</summary>
    const int Answered = 5_000;

    /// <summary>Answers a person gives while they are measured.</summary>
    const int Answers = 300;

    public static async Task<int> RunAsync(string[] arguments)
    {
        var messages = arguments is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 200_000;
        await using var many = await ManyMessages.FillAsync(messages);
        await MakeReadableAsync(many);
        await using var served = await ServedBench.StartAsync(many.Connection, ["one", "two", "three", "four"], "analyst", [], "--no-worker");
        using (var warm = await served.SignInAsync("one", 2))
        {
            await AnswerAsync(warm, 50, []); // code is compiled, plans are made, the answered mails are read for their likeness
        }

        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{messages:N0} messages, {Answered:N0} answered before\n{"people",-8} {"answers",8} {"a second",9} {"50 %",10} {"95 %",10} {"99 %",10}"));
        foreach (var people in (string[][])[["one"], ["one", "two", "three", "four"]])
        {
            var times = new ConcurrentBag<double>();
            var all = Stopwatch.StartNew();
            await Task.WhenAll(people.Select(async person =>
            {
                using var http = await served.SignInAsync(person, 2);
                await AnswerAsync(http, Answers, times);
            }));
            double[] sorted = [.. times.Order()];
            double At(double share) => sorted[(int)((sorted.Length - 1) * share)];
            await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"{people.Length,-8} {sorted.Length,8} {sorted.Length / all.Elapsed.TotalSeconds,9:N1} {At(0.5),7:N1} ms {At(0.95),7:N1} ms {At(0.99),7:N1} ms"));
        }

        return 0;
    }

    /// <summary>Opens the page as a browser does, holds two messages ready, and answers so many.</summary>
    static async Task AnswerAsync(HttpClient http, int answers, ConcurrentBag<double> times)
    {
        var page = await http.GetStringAsync("/review");
        var token = ServedBench.TokenIn(page);
        var ready = new Queue<(string Message, string Seen)>([Shown(page)]);
        while (ready.Count < 3)
        {
            ready.Enqueue(Shown(await FragmentAsync(http, HttpMethod.Get, "/review?" + string.Join('&', ready.Select(r => $"held={r.Message}")), null)));
        }

        for (var i = 0; i < answers; i++)
        {
            var (message, seen) = ready.Dequeue();
            var form = new List<KeyValuePair<string, string>> { new("message", message), new("seen", seen), new("verdict", (1 + (i % 11)).ToString(CultureInfo.InvariantCulture)), new("held", message), new("__RequestVerificationToken", token) };
            form.AddRange(ready.Select(r => new KeyValuePair<string, string>("held", r.Message)));
            var one = Stopwatch.StartNew();
            var answer = await FragmentAsync(http, HttpMethod.Post, "/review?handler=Answer", form);
            times.Add(one.Elapsed.TotalMilliseconds);
            if (!answer.Contains("data-outcome=\"written\"", StringComparison.Ordinal))
            {
                throw new InvalidOperationException("an answer was not written: " + answer[..200]);
            }

            ready.Enqueue(Shown(answer));
        }
    }

    static async Task<string> FragmentAsync(HttpClient http, HttpMethod method, string address, IEnumerable<KeyValuePair<string, string>>? form)
    {
        using var request = new HttpRequestMessage(method, address) { Content = form is null ? null : new FormUrlEncodedContent(form) };
        request.Headers.Add("X-Fragment", "1");
        using var answer = await http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    static (string Message, string Seen) Shown(string page) => Sheet().Match(page) is { Success: true } sheet
        ? (sheet.Groups[1].Value, Seen().Match(page).Groups[1].Value)
        : throw new InvalidOperationException("there is no message to answer");

    /// <summary>Gives the invented messages the words of the training mail and the model in service, so that words, likeness and explanation cost what they cost; then answers some.</summary>
    static async Task MakeReadableAsync(ManyMessages many)
    {
        var mails = await MessageFile.ReadAsync([Path.Combine(DataFolder.Home, "training-data", "messages.jsonl")], default);
        var manifest = await ModelFolder.ManifestAsync(Path.Combine(DataFolder.Home, new ClassifierOptions().Model), default);
        await using (var connection = await many.Source.OpenConnectionAsync())
        {
            var categories = await Categories.ReadAsync(connection, default);
            await using var model = new Npgsql.NpgsqlCommand("""
                update models set version = $1, category_ids = $2;
                """, connection) { Parameters = { new() { Value = manifest.Version }, new() { Value = manifest.Labels.Select(l => categories[l]).ToArray() } } };
            await model.ExecuteNonQueryAsync();
            await using var texts = new Npgsql.NpgsqlCommand("create unlogged table samples (n integer primary key, subject text, body text, new_text text)", connection);
            await texts.ExecuteNonQueryAsync();
            await using var copy = await connection.BeginBinaryImportAsync("copy samples from stdin (format binary)");
            foreach (var (i, mail) in mails.Index())
            {
                await copy.WriteRowAsync(default, i, mail.Subject ?? "", mail.Body, MailText.From(mail.Body).New);
            }

            await copy.CompleteAsync();
        }

        await many.ExecuteAsync($"""
            update message_texts t set subject = s.subject, body = s.body, new_text = s.new_text from samples s where s.n = t.message_id % {mails.Count};
            drop table samples;
            insert into corrections (message_id, kind, category_id) select id, 'category', 1 + id % 11 from messages order by fingerprint limit {Answered};
            """);
        await many.ExecuteAsync("vacuum analyze");
    }

    [GeneratedRegex("data-message=\"([0-9]+)\"")]
    private static partial Regex Sheet();

    [GeneratedRegex("name=\"seen\" value=\"([0-9]+)\"")]
    private static partial Regex Seen();
}
