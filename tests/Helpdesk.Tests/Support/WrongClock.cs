namespace Helpdesk.Tests.Support;

/// <summary>The program's own clock ahead, by Debian's faketime; the database's and the mail server's stay right.</summary>
static class WrongClock
{
    /// <param name="by">How far, as faketime says it: <c>+3650d</c>.</param>
    public static IEnumerable<KeyValuePair<string, string?>> Ahead(string by)
    {
        var library = Directory.EnumerateDirectories("/usr/lib").Select(d => Path.Combine(d, "faketime", "libfaketime.so.1")).First(File.Exists);
        return [new("LD_PRELOAD", library), new("FAKETIME", by), new("DONT_FAKE_MONOTONIC", "1"), new("NO_FAKE_STAT", "1")];
    }
}
