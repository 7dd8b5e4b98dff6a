using Helpdesk.Tests.Corrections;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Classification;

/// <summary>A reply that says nothing new goes where its thread is, and what a person said of the thread weighs most.</summary>
public sealed class ThreadTests(Servers servers)
{
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
