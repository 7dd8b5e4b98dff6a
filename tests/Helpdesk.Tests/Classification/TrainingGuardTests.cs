using System.Text.Json;
using Helpdesk.Classification;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Classification;

/// <summary>What must never happen to a model: to learn the label from itself, to mix the categories up, to be sure of what it cannot read.</summary>
public sealed class TrainingGuardTests
{
    [Fact]
    public async Task With_shuffled_labels_it_is_no_better_than_chance()
    {
        using var folder = new TemporaryFolder("helpdesk-canary-");
        var mails = await Lessons.SomeAsync(each: 60);
        var labels = mails.Select(m => m.Label).ToArray();
        new Random(7).Shuffle(labels);

        var manifest = await Lessons.TrainAsync([.. mails.Select((m, i) => m with { Label = labels[i] })], Path.Combine(folder.Path, "staged"));

        // One in eleven is .09; 660 mails leave .03 to chance.
        Assert.InRange(manifest.CrossValidation.Accuracy, 0.03, 0.15);
        Assert.InRange(manifest.CrossValidation.CalibrationError, 0, 0.1);
    }

    [Fact]
    public async Task The_label_is_never_among_the_features()
    {
        using var folder = new TemporaryFolder("helpdesk-label-");
        var mails = (await Lessons.SomeAsync(each: 20)).Select(m => m with { Label = $"zqx {m.Label}" }).ToList();
        var staged = Path.Combine(folder.Path, "staged");
        await Lessons.TrainAsync(mails, staged);
        var model = await ModelFolder.LoadAsync(staged, TestContext.Current.CancellationToken);

        // Only as what the thread was taken for before does a category stand among them, and that is an earlier answer.
        Assert.All(model.Vocabulary.Entries.Where(e => e.Token.Contains("zqx", StringComparison.OrdinalIgnoreCase)), e => Assert.True(e.Block is FeatureBlock.Thread or FeatureBlock.Answer, e.Token));

        var with = await AnswersAsync(folder, "with", mails, staged);
        var without = await AnswersAsync(folder, "without", mails.Select(m => m with { Label = null, Writer = null, Hard = false }), staged);
        Assert.Equal(with, without);
    }

    [Fact]
    public async Task Scores_belong_to_their_category_also_after_one_is_added()
    {
        using var folder = new TemporaryFolder("helpdesk-order-");
        var mails = await Lessons.SomeAsync(each: 40);
        var before = mails.Where(m => m.Label is not ("Applications" or "Modifications")).ToList();

        // Both a first and a middle one in the order of names come in.
        foreach (var (name, lesson) in (IEnumerable<(string, IReadOnlyList<MailSample>)>)[("nine", before), ("eleven", mails)])
        {
            var staged = Path.Combine(folder.Path, name);
            await Lessons.TrainAsync(lesson, staged);
            var right = 0;
            foreach (var (line, mail) in (await AnswersAsync(folder, $"{name} asked", lesson, staged)).Zip(lesson.OrderBy(m => m.Date)))
            {
                var answer = JsonDocument.Parse(line).RootElement;
                var best = answer.GetProperty("scores").EnumerateObject().MaxBy(s => s.Value.GetSingle()).Name;
                right += best == mail.Label ? 1 : 0;
                Assert.Equal(mail.Id, answer.GetProperty("id").GetString());
                Assert.True(answer.GetProperty("source").GetString()!.StartsWith("rule", StringComparison.Ordinal) || best == answer.GetProperty("category").GetString());
            }

            // It learned from these very mails; a shifted order would be right by chance only.
            Assert.True(right > lesson.Count * 0.9, $"{name}: {right} of {lesson.Count}");
        }
    }

    [Theory]
    [InlineData(1, "'Party/RDP Signifiers' has 1 mail: ")]
    [InlineData(5, "'Party/RDP Signifiers' has 5 mails, fewer than 20: ")]
    public async Task A_category_with_hardly_any_mail_is_said_plainly(int mails, string sentence)
    {
        using var folder = new TemporaryFolder("helpdesk-thin-");
        var lesson = await Lessons.SomeAsync(each: 25);
        var thin = lesson.Where(m => m.Label != "Party/RDP Signifiers").Concat(lesson.Where(m => m.Label == "Party/RDP Signifiers").Take(mails));
        var file = await Lessons.WriteAsync(folder.Path, "thin", thin);

        var run = (await HelpdeskRun.OnAsync(null, [], "train", "--data", file, "--model", Path.Combine(folder.Path, "staged"))).Succeeded();

        Assert.Contains(sentence, run.Errors, StringComparison.Ordinal);
        Assert.Contains("Party/RDP Signifiers", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a mail in French", "Problème de facturation", "Bonjour, je vous écris parce que ma facture d'électricité du mois dernier me paraît beaucoup trop élevée par rapport à l'année précédente. Pourriez-vous vérifier le relevé du compteur et me rappeler dès que possible ? Merci beaucoup pour votre aide.")]
    [InlineData("a mail in Polish", "Pytanie o rachunek", "Dzień dobry, chciałbym zapytać, dlaczego mój rachunek za prąd jest w tym miesiącu dwukrotnie wyższy niż zwykle. Proszę o pilny kontakt telefoniczny lub odpowiedź na ten adres. Z góry dziękuję za szybkie wyjaśnienie tej sprawy.")]
    [InlineData("a mail in Greek", "Ερώτηση", "Καλημέρα σας, θα ήθελα να ρωτήσω γιατί ο λογαριασμός μου είναι τόσο υψηλός αυτόν τον μήνα. Περιμένω την απάντησή σας.")]
    [InlineData("no text at all", "", "")]
    [InlineData("marks only", "???", "... !!! ---")]
    public async Task What_it_cannot_read_it_is_not_sure_of(string what, string subject, string body)
    {
        using var folder = new TemporaryFolder("helpdesk-unread-");
        var mail = new MailSample { Id = "x", Date = Some.Moment, Body = body, Subject = subject, From = "someone@mail.example", To = ["helpdesk@secas.example"] };

        var answer = JsonDocument.Parse(Assert.Single(await AnswersAsync(folder, "odd", [mail], Lessons.ModelInService))).RootElement;

        Assert.True(answer.GetProperty("confidence").GetDouble() < 0.6, $"{what}: {answer.GetProperty("confidence").GetDouble()} for {answer.GetProperty("category").GetString()}");
        Assert.True(answer.GetProperty("doubtful").GetBoolean(), what);
    }

    [Fact]
    public async Task The_same_mail_gives_the_same_model_in_every_process()
    {
        using var folder = new TemporaryFolder("helpdesk-same-");
        var file = await Lessons.WriteAsync(folder.Path, "lesson", await Lessons.SomeAsync(each: 30));
        string[] names = ["one", "two"];
        foreach (var name in names)
        {
            (await HelpdeskRun.OnAsync(null, [], "train", "--data", file, "--model", Path.Combine(folder.Path, name))).Succeeded();
        }

        var (one, two) = (Path.Combine(folder.Path, "one"), Path.Combine(folder.Path, "two"));
        Assert.Equal((await ModelFolder.ManifestAsync(one, TestContext.Current.CancellationToken)).Version, (await ModelFolder.ManifestAsync(two, TestContext.Current.CancellationToken)).Version);
        foreach (var same in (string[])[ModelFolder.VocabularyFile, OutOfFold.File])
        {
            Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(one, same), TestContext.Current.CancellationToken), await File.ReadAllBytesAsync(Path.Combine(two, same), TestContext.Current.CancellationToken));
        }
    }

    static async Task<string[]> AnswersAsync(TemporaryFolder folder, string name, IEnumerable<MailSample> mails, string model)
    {
        var output = Path.Combine(folder.Path, $"{name} answers.jsonl");
        (await HelpdeskRun.OnAsync(null, [], "classify", "--data", await Lessons.WriteAsync(folder.Path, name, mails), "--output", output, "--model", model)).Succeeded();
        return await File.ReadAllLinesAsync(output, TestContext.Current.CancellationToken);
    }
}
