using System.CommandLine;
using System.Text.Json;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Helpdesk.CommandLine;

/// <summary>What a verb runs with: the arguments it was given, the rooms' services, and where its results go.</summary>
sealed class VerbRun(ParseResult arguments, IHost host, Action<WebApplication> pages)
{
    static readonly JsonSerializerOptions JsonForPrograms = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Results go here; progress goes to standard error.</summary>
    public TextWriter Out => arguments.InvocationConfiguration.Output;

    public T Get<T>() where T : notnull => host.Services.GetRequiredService<T>();

    public T? Value<T>(Option<T> option) => arguments.GetValue(option);

    public T Value<T>(Argument<T> argument) => arguments.GetRequiredValue(argument);

    /// <summary>Writes an answer for programs (<c>--json</c>).</summary>
    public Task WriteJsonAsync<T>(T answer) => Out.WriteLineAsync(JsonSerializer.Serialize(answer, JsonForPrograms));

    /// <summary>Starts the host's background work, and the pages where the verb has them; <paramref name="url"/> null keeps the configured address.</summary>
    /// <returns>The addresses that answer; none without pages.</returns>
    /// <exception cref="Refusal">The address is none, or is taken.</exception>
    public async Task<IReadOnlyCollection<string>> StartAsync(string? url, CancellationToken stop)
    {
        if (host is not WebApplication app)
        {
            await host.StartAsync(stop);
            return [];
        }

        if (url is not null)
        {
            CheckAddress(url);
            app.Urls.Clear();
            app.Urls.Add(url);
        }

        var asked = string.Join(", ", app.Urls); // the server empties its list when it fails
        pages(app);
        try
        {
            await app.StartAsync(stop);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new Refusal($"The address {asked} is taken by another program; stop that one, or choose another with --urls.", e);
        }

        return [.. app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses];
    }

    static void CheckAddress(string url)
    {
        try
        {
            if (BindingAddress.Parse(url).Port is >= 0 and <= 65535)
            {
                return;
            }
        }
        catch (FormatException e)
        {
            throw new Refusal($"--urls is '{url}', which is no address; write it as http://127.0.0.1:5080.", e);
        }

        throw new Refusal($"--urls is '{url}'; a port lies between 0 and 65535.");
    }

    /// <summary>Waits until the program is asked to end, then ends the host in order.</summary>
    public Task UntilStoppedAsync(CancellationToken stop) => host.WaitForShutdownAsync(stop);
}
