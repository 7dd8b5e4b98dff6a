namespace Helpdesk.CommandLine;

/// <summary>How the program is spoken to; and the verb that asks every room how it is.</summary>
static class CommandLineRoom
{
    public static IReadOnlyList<Verb> Verbs() => [DoctorVerb.Doctor()];
}
