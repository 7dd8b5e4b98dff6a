using Helpdesk.CommandLine;

namespace Helpdesk.Mailboxes;

/// <summary>mailbox -> message: reading shared mailboxes over IMAP without leaving a trace in them.</summary>
static class MailboxesRoom
{
    public static T AddMailboxes<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSettings<MailboxList>("Mailboxes");
        builder.Services.AddSettings<PollingOptions>("Polling");
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton(new HttpClient(Destinations.Http()) { Timeout = TimeSpan.FromSeconds(30) });
        builder.Services.AddSingleton<AccessTokens>();
        builder.Services.AddSingleton<ImapConnection>();
        builder.Services.AddSingleton<FolderReading>();
        builder.Services.AddSingleton<FolderPoll>();
        builder.Services.AddSingleton<MailboxPoll>();
        builder.Services.AddSingleton<MailboxListener>();
        builder.Services.AddSingleton<AlertConditions>();
        builder.Services.AddSingleton<Alerts>();
        builder.Services.AddSingleton<MailboxHealth>();
        builder.Services.AddSingleton<OriginalMail>();
        builder.Services.AddDoctorChecks(MailboxDoctor.Checks);
        return builder;
    }

    public static IReadOnlyList<Verb> Verbs() => [MailboxesVerbs.Poll()];
}
