using System.Diagnostics;
using System.Globalization;
using Helpdesk.Classification;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Quality;
using Helpdesk.Quality.Topics;
using Helpdesk.Reporting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace Helpdesk.Benchmarks;

/// <summary>How long it takes to say how sure thirteen months are: all from nothing, one after an answer, none changed.</summary>
static class QualityBench
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var messages = arguments is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 26_000;
        await using var many = await ManyMessages.FillAsync(messages);
        await many.ExecuteAsync("""
            update guesses set scores = array(select case when c = category_id then confidence else (1 - confidence) / 10 end from generate_series(1, 11) c);
            insert into model_mixes (model_id, mix, calibrated) values (1, array_fill(1.0 / 11, array[11]), true);
            insert into people (user_name, normalized_user_name, lockout_enabled, access_failed_count, email_confirmed, phone_number_confirmed, two_factor_enabled) values ('bench', 'BENCH', false, 0, false, false, false);
            """);
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:Helpdesk", many.Connection)]).Build();
        await using var database = new HelpdeskDatabase(configuration, new DataFolder(configuration));
        await database.OpenAsync(default);
        var (reporting, classifier) = (Options.Create(new ReportingOptions()), Options.Create(new ClassifierOptions()));
        var (mail, mixes) = (new MonthMail(database, reporting), new ModelMixes(database, classifier));
        var audits = new AuditStore(database, mail, mixes, Options.Create(new QualityOptions()), Options.Create(new CountingOptions()), TimeProvider.System);
        var last = new Month(2019, 6);
        foreach (var month in last.Window(13))
        {
            await audits.DrawAsync(month, default);
        }

        await many.ExecuteAsync("insert into audit_answers (message_id, person_id, category_id) select message_id, (select min(id) from people), category_id from audit_draws; analyze");
        var book = new QualityBook(database, mail, mixes, new MonthStamps(database, mixes, reporting), new SecondOpinions(database, classifier), Options.Create(new QualityOptions()));
        using var model = new Classifier(classifier, TimeProvider.System, Microsoft.Extensions.Logging.Abstractions.NullLogger<Classifier>.Instance);
        var topics = new TopicWatch(database, new WordWatch(database, model), reporting, classifier);
        await model.ModelAsync(default); // loaded once for the process
        await TimeAsync($"{messages:N0} mails, thirteen months: all the page shows, from nothing", () => Task.WhenAll(topics.ReadAsync(last, default), book.WindowAsync(last, 13, default)));
        for (var i = 0; i < 3; i++)
        {
            await TimeAsync("nothing changed", () => book.WindowAsync(last, 13, default));
            await TimeAsync("topics and words", () => topics.ReadAsync(last, default));
            await many.ExecuteAsync("delete from audit_answers where id = (select max(a.id) from audit_answers a join audit_draws d using (message_id) where d.month = '2019-06-01')");
            await TimeAsync("one answer came in the last month", () => book.WindowAsync(last, 13, default));
        }

        return 0;
    }

    static async Task TimeAsync(string what, Func<Task> work)
    {
        var started = Stopwatch.GetTimestamp();
        await work();
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{what,-60} {Stopwatch.GetElapsedTime(started).TotalMilliseconds,8:N0} ms"));
    }
}
