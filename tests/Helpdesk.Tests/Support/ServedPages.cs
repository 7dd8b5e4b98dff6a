using System.Diagnostics;

namespace Helpdesk.Tests.Support;

/// <summary>The program serving its pages as a process of its own, on a free port.</summary>
public sealed class ServedPages : IAsyncDisposable
{
    readonly Process process;
    readonly string connection;
    int people;

    ServedPages(Process process, string connection, Uri address) => (this.process, this.connection, Address) = (process, connection, address);

    public Uri Address { get; }

    /// <summary>Serves a database's pages with the worker off, so that a test sees only what it did itself.</summary>
    public static async Task<ServedPages> StartAsync(string connection, params IEnumerable<KeyValuePair<string, string?>> settings)
    {
        var process = Process.Start(HelpdeskRun.StartInfo(connection, settings, "serve", "--no-worker", "--urls", "http://127.0.0.1:0"))!;
        _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null);
        var said = new List<string>();
        while (await process.StandardError.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Split(' ') is ["helpdesk:", "serving", var address, ..])
            {
                _ = process.StandardError.BaseStream.CopyToAsync(Stream.Null);
                return new(process, connection, new Uri(address.TrimEnd(';')));
            }

            said.Add(line);
        }

        throw new InvalidOperationException("The pages do not start: " + string.Join("\n", said));
    }

    /// <summary>Adds a person and gives their name and password.</summary>
    public async Task<(string Name, string Password)> PersonAsync(string role = "analyst", string? name = null)
    {
        name ??= $"{role}-{Interlocked.Increment(ref people)}";
        return (name, await People.AddAsync(connection, name, role));
    }

    /// <summary>A browser without script, signed in as a new person.</summary>
    public async Task<PlainBrowser> SignInAsync(string role = "analyst", string? name = null)
    {
        var person = await PersonAsync(role, name);
        var browser = new PlainBrowser(Address, person.Name);
        await browser.SignInAsync(person.Name, person.Password);
        return browser;
    }

    public async ValueTask DisposeAsync()
    {
        process.Kill(entireProcessTree: true);
        await process.WaitForExitAsync();
        process.Dispose();
    }
}
