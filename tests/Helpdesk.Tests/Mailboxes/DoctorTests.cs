using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Mailboxes;

/// <summary><c>doctor</c> on a set-up that is right, and on one that is wrong in many ways at once.</summary>
public sealed class DoctorTests(Servers servers)
{
    [Fact]
    public async Task A_good_configuration_is_said_to_be_good_check_by_check_and_nothing_is_changed()
    {
        var database = await servers.NewDatabaseAsync();
        var mailbox = servers.NewMailbox("helpdesk");
        mailbox.Deliver(Some.Mail(), Some.Moment);
        (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "poll")).Succeeded();
        var files = mailbox.Files();

        var doctor = (await HelpdeskRun.OnAsync(database, mailbox.Settings(), "doctor")).Succeeded();

        Assert.DoesNotContain("FAIL", doctor.Output, StringComparison.Ordinal);
        foreach (var line in (string[])["ok    time zone: Europe/London", "ok    mailboxes: 1 configured", "ok    mailbox helpdesk: logged in, INBOX opened read-only, 1 mails there, one read for trial", "ok    completeness: every mail the servers list is stored and read; 2019-03 helpdesk: 1 on the server, 1 stored, 1 classified, 0 corrected"])
        {
            Assert.Contains(line, doctor.Output, StringComparison.Ordinal);
        }

        Assert.Equal(files, mailbox.Files());
    }

    [Fact]
    public async Task A_broken_configuration_is_named_thing_by_thing_each_with_its_mending_step()
    {
        var database = await servers.NewDatabaseAsync();
        KeyValuePair<string, string?>[] settings =
        [
            .. servers.NewMailbox("wrong password").Settings(0), new("Mailboxes__0__Password", "not-this-one"),
            .. servers.NewMailbox("wrong folder").Settings(1), new("Mailboxes__1__Folders__0", "Posteingang"),
            .. servers.NewMailbox("wrong security").Settings(2), new("Mailboxes__2__Security", "StartTls"),
            .. servers.NewMailbox("wrong port").Settings(3), new("Mailboxes__3__Port", Helpdesk.Demo.DemoPlan.FreePort().ToString(System.Globalization.CultureInfo.InvariantCulture)),
            .. servers.NewMailbox("right").Settings(4),
        ];

        var doctor = await HelpdeskRun.OnAsync(database, settings, "doctor");

        Assert.Equal(1, doctor.ExitCode);
        foreach (var (mailbox, step) in ((string, string)[])
            [("wrong password", "check User and Password"), ("wrong folder", "there is no folder 'Posteingang'; check Folders"), ("wrong security", "does not offer STARTTLS; use Security Tls with port 993"), ("wrong port", "check Host, Port and the network")])
        {
            Assert.Matches($"(?m)^FAIL  mailbox {mailbox}: .*{step}", doctor.Output);
        }

        Assert.Contains("ok    mailbox right", doctor.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("not-this-one", doctor.Output + doctor.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Settings_that_make_no_sense_are_the_finding_and_the_other_checks_are_made()
    {
        var doctor = await HelpdeskRun.OnAsync(await servers.NewDatabaseAsync(), [.. servers.NewMailbox("helpdesk").Settings(), new("Mailboxes__0__Host", "mail.secas.example"), new("Mailboxes__0__Security", "None")], "doctor");

        Assert.Equal(1, doctor.ExitCode);
        Assert.Contains("Mailboxes__0__Security is None, but mail.secas.example is not this machine; use Tls or StartTls.", doctor.Output, StringComparison.Ordinal);
        Assert.Contains("ok    time zone", doctor.Output, StringComparison.Ordinal);
    }
}
