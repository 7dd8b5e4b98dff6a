using Helpdesk.Classification;
using Helpdesk.Demo;
using Helpdesk.Tests.Support;
using Helpdesk.Text;

namespace Helpdesk.Tests.Classification;

/// <summary>What is said to have made a guess is what made it, to the last digit; and what is like a mail is like it.</summary>
public sealed class ExplanationTests
{
    [Fact]
    public async Task The_parts_add_up_to_the_models_own_difference()
    {
        var model = await ModelFolder.LoadAsync(Lessons.ModelInService, TestContext.Current.CancellationToken);
        var asked = 0;
        foreach (var (_, input, guess) in ThreadMemory.Answer(model, 0, (await Lessons.AllAsync("demo")).Take(120)))
        {
            var order = guess.Scores.Index().OrderByDescending(s => s.Item).Select(s => s.Index).ToList();
            var margins = model.Margins(input);

            var explanation = Explanation.Of(model, input, order[0], order[1]);

            // Single-precision sums in another order differ in the sixth digit.
            Assert.InRange(explanation.Lead - (margins[order[0]] - margins[order[1]]), -2e-5f, 2e-5f);
            Assert.InRange(explanation.Usual + explanation.Parts.Sum(p => p.Weight) - explanation.Lead, -2e-5f, 2e-5f);
            asked++;
        }

        Assert.Equal(120, asked);
    }

    [Fact]
    public async Task The_margins_are_the_sum_of_weights_times_values()
    {
        var model = await ModelFolder.LoadAsync(Lessons.ModelInService, TestContext.Current.CancellationToken);
        var vectorizer = new Vectorizer(model.Vocabulary);
        foreach (var mail in (await Lessons.AllAsync("demo")).Take(60))
        {
            var input = MailInput.Of(mail, new("Other", ByPerson: mail.Hard));
            var vector = vectorizer.Of(input);
            var margins = model.Margins(input);

            Assert.Equal(vector.Places.Order(), vector.Places);
            for (var label = 0; label < margins.Length; label++)
            {
                var sum = model.Bias(label) + vector.Places.Zip(vector.Values).Sum(t => t.Second * model.Weight(t.First, label));
                Assert.InRange(sum - margins[label], -2e-5f, 2e-5f);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Words_said_again_and_unknown_words_count_the_same_in_service_as_in_training_however_many_categories_there_are(int parts)
    {
        using var folder = new TemporaryFolder("helpdesk-sum-");
        // Each category cut in so many: 11, 22 and 44 labels fill one register, two and three.
        await Lessons.TrainAsync([.. (await Lessons.SomeAsync(each: 24)).Select((m, i) => m with { Label = $"{m.Label} {i % parts}" })], Path.Combine(folder.Path, "staged"));
        var model = await ModelFolder.LoadAsync(Path.Combine(folder.Path, "staged"), TestContext.Current.CancellationToken);
        var vectorizer = new Vectorizer(model.Vocabulary);
        foreach (var (subject, text) in (IEnumerable<(string, string)>)[
            ("", ""),
            ("Panel panel meeting", "The Panel meeting, the panel papers and the meeting of the Panel again."),
            ("Meetingpanelish", "Zxqpanel meetingzz modifica modificat modification modifications, banana banana bananarama."),
            ("Réunion", string.Concat(Enumerable.Repeat("consult consulting consultation consultations response ", 200)))])
        {
            var mail = Mail(subject, text);
            var vector = vectorizer.Of(mail);
            var margins = model.Margins(mail);

            Assert.Equal(model.Labels.Count, margins.Length);
            for (var label = 0; label < margins.Length; label++)
            {
                var sum = model.Bias(label) + vector.Places.Zip(vector.Values).Sum(t => t.Second * model.Weight(t.First, label));
                Assert.InRange(sum - margins[label], -2e-5f, 2e-5f);
            }

            // A mail leaves nothing behind for the next.
            Assert.Equal(margins, model.Margins(mail));
        }
    }

    [Fact]
    public async Task Where_words_tell_nothing_the_marks_between_them_do_and_are_said_to()
    {
        using var folder = new TemporaryFolder("helpdesk-marks-");
        string[] words = ["meter", "panel", "north", "paper", "seven", "window", "letter", "green"];
        var chance = new Random(7);
        var staged = Path.Combine(folder.Path, "staged");
        var manifest = await Lessons.TrainAsync([.. Enumerable.Range(0, 120).Select(i => new MailSample
        {
            Id = $"{i}",
            Date = Some.Moment.AddHours(i),
            Body = string.Join(i % 2 == 0 ? " -- " : "... ", Enumerable.Range(0, 8).Select(_ => words[chance.Next(words.Length)])),
            Label = i % 2 == 0 ? "dashes" : "dots",
        })], staged);
        var model = await ModelFolder.LoadAsync(staged, TestContext.Current.CancellationToken);
        var mail = Mail("", "green -- paper");
        var vector = new Vectorizer(model.Vocabulary).Of(mail);

        Assert.True(manifest.Recipe.Marks);
        Assert.InRange(manifest.CrossValidation.Accuracy, 0.95, 1);
        Assert.Contains(Explanation.Of(model, mail, label: 0, other: 1).Parts, p => p is { Block: FeatureBlock.Marks, Text: "--", Weight: > 0 });
        Assert.InRange(model.Margins(mail)[0] - model.Bias(0) - vector.Places.Zip(vector.Values).Sum(t => t.Second * model.Weight(t.First, 0)), -2e-5f, 2e-5f);
        Assert.False((await ModelFolder.LoadAsync(Lessons.ModelInService, TestContext.Current.CancellationToken)).Vocabulary.HasMarks);
    }

    [Fact]
    public async Task Words_of_the_mail_stand_behind_a_guess_and_no_other_words()
    {
        var model = await ModelFolder.LoadAsync(Lessons.ModelInService, TestContext.Current.CancellationToken);
        var mail = Mail("Panel papers", "Please add our paper on the budget to the agenda of the next Panel meeting.");
        var scores = model.Scores(mail);
        var best = Array.IndexOf(scores, scores.Max());

        var parts = Explanation.Of(model, mail, best, best == 0 ? 1 : 0).Parts;

        Assert.Equal("Panel & Board Correspondence", model.Labels[best]);
        Assert.Contains(parts.Take(5), p => p.Text.Contains("panel", StringComparison.Ordinal) && p.Weight > 0);
        var own = $"{mail.Subject} {mail.Text.New}".ToLowerInvariant();
        Assert.All(
            parts.Where(p => p.Block is FeatureBlock.Subject or FeatureBlock.Words).SelectMany(p => p.Text.Split(' ')),
            word => Assert.Contains(word, own, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_thread_was_taken_for_is_one_of_the_parts_and_a_persons_word_weighs_most(bool byPerson)
    {
        var model = await ModelFolder.LoadAsync(Lessons.ModelInService, TestContext.Current.CancellationToken);
        var label = model.Labels.Index().First(l => l.Item == "Training Days/Seminars").Index;
        var alone = Mail("Re: Thursday", "Thanks, that is fine.");
        var guessed = alone with { Earlier = new("Training Days/Seminars", ByPerson: false) };

        var part = Explanation.Of(model, alone with { Earlier = new("Training Days/Seminars", byPerson) }, label, label == 0 ? 1 : 0).Parts.Single(p => p.Block == (byPerson ? FeatureBlock.Answer : FeatureBlock.Thread));

        Assert.Equal("Training Days/Seminars", part.Text);
        Assert.True(part.Weight > 0);
        var answered = guessed with { Earlier = new("Training Days/Seminars", ByPerson: true) };
        Assert.True(model.Scores(guessed)[label] > model.Scores(alone)[label]);
        Assert.True(model.Scores(answered)[label] > model.Scores(guessed)[label], $"{model.Scores(answered)[label]} against {model.Scores(guessed)[label]}");
    }

    [Fact]
    public async Task The_likest_labelled_mail_comes_first_and_never_the_mail_itself()
    {
        var model = await ModelFolder.LoadAsync(Lessons.ModelInService, TestContext.Current.CancellationToken);
        var mails = (await Lessons.AllAsync("messages")).Take(400).ToList();
        var asked = mails[7];
        var twin = asked with { Id = "twin", Thread = null, Subject = $"{asked.Subject} again" };

        var nearest = NearestMail.To(asked, [.. mails, twin, twin with { Id = "unlabelled", Label = null }], model, 3);

        Assert.Equal("twin", nearest[0].Mail.Id);
        Assert.InRange(nearest[0].Likeness, 0.8f, 1.001f);
        Assert.DoesNotContain(nearest, n => n.Mail.Id == asked.Id || n.Mail.Id == "unlabelled");
        Assert.Equal(nearest.OrderByDescending(n => n.Likeness), nearest);
    }

    static MailInput Mail(string subject, string text) => new(subject, new MailText(text, "", ""), [], "a@calderwyn.example", ["helpdesk@secas.example"], Automatic: false, Earlier: null);
}
