using Helpdesk.Tests.Corrections;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Classification;

/// <summary>A reply that says nothing new goes where its thread is, and what a person said of the thread weighs most.</summary>
public sealed class ThreadTests(Servers servers)
{
    [Fact]
    public async Task Thanks_goes_where_its_thread_is_also_after_the_category_was_renamed()
    {
        var first = Some.Mail("Thursday", "Would Thursday suit you?");
        var database = await StoredMail.InAsync(servers, first);
        await using (var pages = await ServedPages.StartAsync(database))
        {
            using var administrator = await pages.SignInAsync("administrator");
            await administrator.GetAsync("/review?message=1");
            await administrator.FragmentAsync("/review?handler=Answer", ("message", "1"), ("verdict", "10"), ("seen", "0"));
            await administrator.GetAsync("/categories");
            await administrator.SubmitAsync("/categories?handler=Change", ("key", await Rows.ScalarAsync<string>(database, "select key from categories where name = 'Training Days/Seminars'")), ("name", "Quite another name"));
        }

        await StoredMail.MoreAsync(servers, database, Some.Mail("Re: Thursday", "It would, yes.", and: m => m.InReplyTo = first.MessageId));

        Assert.Equal(["Quite another name"], await Rows.ListAsync(database, "select c.name from guesses g join categories c on c.id = g.category_id where message_id > 1"));
    }

    [Theory]
    [InlineData("7", "Modifications")]
    [InlineData("8", "User CIO Assessments")]
    [InlineData("10", "Training Days/Seminars")]
    public async Task Thanks_goes_where_a_person_put_the_thread(string verdict, string category)
    {
        var first = Some.Mail("Thursday", "Would Thursday suit you?");
        var database = await StoredMail.InAsync(servers, first);
        await using (var pages = await ServedPages.StartAsync(database))
        {
            using var analyst = await pages.SignInAsync();
            await analyst.GetAsync("/review?message=1");
            await analyst.FragmentAsync("/review?handler=Answer", ("message", "1"), ("verdict", verdict), ("seen", "0"));
        }

        // The model's own answer on the thread comes later and does not take its place.
        var second = Some.Mail("Re: Thursday", "It would, yes.", and: m => m.InReplyTo = first.MessageId);
        await StoredMail.MoreAsync(servers, database, second);
        await StoredMail.MoreAsync(servers, database, Some.Mail("Re: Thursday", "Thanks, perfect.", and: m =>
        {
            m.InReplyTo = second.MessageId!;
            m.References.AddRange([first.MessageId!, second.MessageId!]);
        }));

        Assert.Equal([category, category], await Rows.ListAsync(database, "select c.name from guesses g join categories c on c.id = g.category_id where message_id > 1 order by message_id"));
        Assert.Equal([$"{category}|person"], await Rows.ListAsync(database, "select c.name || '|' || s.source from standings s join categories c on c.id = s.category_id where s.message_id = 1"));
    }
}
