using Helpdesk.Demo;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Database;

/// <summary>How people name a server of theirs, and what they are told when they name it wrong.</summary>
public sealed class ConnectionTests
{
    [Fact]
    public async Task A_password_file_that_is_not_there_is_named() =>
        (await HelpdeskRun.OnAsync("Host=127.0.0.1;Username=helpdesk", [new("ConnectionStrings__HelpdeskPasswordFile", "/nowhere/password")], "migrate"))
            .Refused("ConnectionStrings__HelpdeskPasswordFile is /nowhere/password, and there is no such file.");

    [Fact]
    public async Task A_password_file_that_everybody_can_read_is_refused()
    {
        using var folder = new TemporaryFolder("helpdesk-secret-");
        var file = Path.Combine(folder.Path, "password");
        await File.WriteAllTextAsync(file, "not a secret", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(file, (UnixFileMode)0x1A4); // rw-r--r--

        (await HelpdeskRun.OnAsync("Host=127.0.0.1;Username=helpdesk", [new("ConnectionStrings__HelpdeskPasswordFile", file)], "migrate")).Refused("everybody on this machine can read", "chmod 600");
    }

    [Fact]
    public async Task A_connection_string_that_is_none_is_refused_without_being_repeated()
    {
        var run = await HelpdeskRun.OnAsync("secret word", [], "migrate");

        run.Refused("ConnectionStrings__Helpdesk is no connection string");
        Assert.DoesNotContain("secret word", run.Errors, StringComparison.Ordinal);
    }
}
