using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Helpdesk.Tests.Support;

/// <summary>A line between a mail program and its server that fails at a chosen byte of what the server says, in every connection, until it is healed.</summary>
sealed class FaultyLine : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    readonly int server;
    CancellationTokenSource open = new();
    long carried;

    public FaultyLine(int server, Fault fault, long at)
    {
        (this.server, Fault, At) = (server, fault, at);
        listener.Start();
        _ = AcceptAsync();
    }

    public Fault Fault { get; private set; }

    public long At { get; }

    /// <summary>Bytes from the server that came through so far, in all connections.</summary>
    public long Carried => Interlocked.Read(ref carried);

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    /// <summary>Ends every connection that is open now.</summary>
    public void HangUp()
    {
        var old = open;
        open = new();
        old.Cancel();
    }

    public void Heal() => Fault = Fault.None;

    /// <summary>The settings of a mailbox, its server reached over this line.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Over(IEnumerable<KeyValuePair<string, string?>> settings) =>
        settings.Select(s => s.Key.EndsWith("__Port", StringComparison.Ordinal) ? new(s.Key, Port.ToString(CultureInfo.InvariantCulture)) : s);

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await listener.AcceptTcpClientAsync(stop.Token);
                _ = CarryAsync(client);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    async Task CarryAsync(TcpClient client)
    {
        using (client)
        using (var upstream = new TcpClient())
        using (var end = CancellationTokenSource.CreateLinkedTokenSource(stop.Token, open.Token))
        {
            try
            {
                await upstream.ConnectAsync(IPAddress.Loopback, server, end.Token);
                client.NoDelay = upstream.NoDelay = true;
                await Task.WhenAny(client.GetStream().CopyToAsync(upstream.GetStream(), end.Token), AnswersAsync(upstream.GetStream(), client, end.Token));
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException)
            {
                // One end hung up, and so does the other.
            }

            await end.CancelAsync();
        }
    }

    async Task AnswersAsync(NetworkStream from, TcpClient client, CancellationToken end)
    {
        var to = client.GetStream();
        var buffer = new byte[16 * 1024];
        var position = 0L;
        for (int read; (read = await from.ReadAsync(buffer, end)) > 0; position += read)
        {
            var here = At - position;
            if (Fault == Fault.Delays && here < read)
            {
                for (var drop = 0; drop < read; drop += 1024)
                {
                    await Task.Delay(5, end);
                    await to.WriteAsync(buffer.AsMemory(drop, Math.Min(1024, read - drop)), end);
                }
            }
            else if (here >= read || here < 0 || Fault == Fault.None)
            {
                await to.WriteAsync(buffer.AsMemory(0, read), end);
            }
            else if (Fault == Fault.Garbles)
            {
                buffer[here] ^= 0x15;
                await to.WriteAsync(buffer.AsMemory(0, read), end);
            }
            else
            {
                await to.WriteAsync(buffer.AsMemory(0, (int)here), end);
                if (Fault == Fault.Cuts)
                {
                    client.Client.LingerState = new(true, 0); // a reset, as real lines have it, and not a goodbye
                    return;
                }

                await Task.Delay(Timeout.Infinite, end);
            }

            Interlocked.Add(ref carried, read);
        }
    }
}
