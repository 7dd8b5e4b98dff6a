using System.Net;
using System.Net.Sockets;

namespace Helpdesk.Tests.Support;

/// <summary>A mail server that takes every mail and keeps it as it came.</summary>
sealed class PostBox : IAsyncDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource ending = new();
    readonly Task serving;
    readonly System.Collections.Concurrent.ConcurrentQueue<string> came = new();
    readonly TaskCompletionSource<string> first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public PostBox()
    {
        listener.Start();
        serving = ServeAsync();
    }

    /// <summary>All that came so far, each with its header.</summary>
    public IReadOnlyList<string> Mails => [.. came];

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>The first mail that came.</summary>
    public Task<string> FirstAsync() => first.Task.WaitAsync(TestContext.Current.CancellationToken);

    public IEnumerable<KeyValuePair<string, string?>> Settings() =>
        [new("Smtp__Host", "127.0.0.1"), new("Smtp__Port", Port.ToString(System.Globalization.CultureInfo.InvariantCulture)), new("Smtp__Security", "None"), new("Smtp__From", "helpdesk@secas.example")];

    public async ValueTask DisposeAsync()
    {
        await ending.CancelAsync();
        listener.Stop();
        await serving;
        ending.Dispose();
    }

    async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await listener.AcceptTcpClientAsync(ending.Token);
                await TakeAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or IOException)
        {
            // The test is over.
        }
    }

    async Task TakeAsync(TcpClient client)
    {
        using var reader = new StreamReader(client.GetStream());
        await using var writer = new StreamWriter(client.GetStream()) { NewLine = "\r\n", AutoFlush = true };
        await writer.WriteLineAsync("220 post.example");
        while (await reader.ReadLineAsync(ending.Token) is { } line)
        {
            if (line.StartsWith("DATA", StringComparison.OrdinalIgnoreCase))
            {
                await writer.WriteLineAsync("354 go on");
                var mail = new List<string>();
                while (await reader.ReadLineAsync(ending.Token) is { } part && part != ".")
                {
                    mail.Add(part);
                }

                came.Enqueue(string.Join("\r\n", mail));
                first.TrySetResult(string.Join("\r\n", mail));
            }

            await writer.WriteLineAsync(line.StartsWith("QUIT", StringComparison.OrdinalIgnoreCase) ? "221 bye" : "250 ok");
        }
    }
}
