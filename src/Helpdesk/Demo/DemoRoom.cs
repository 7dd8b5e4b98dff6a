using Helpdesk.CommandLine;

namespace Helpdesk.Demo;

/// <summary>The demonstration: sample mailboxes on a private IMAP server.</summary>
static class DemoRoom
{
    public static IReadOnlyList<Verb> Verbs() => [DemoVerb.Demo()];
}
