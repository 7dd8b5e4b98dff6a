using System.Net;
using System.Net.Sockets;

namespace Helpdesk.Tests.Support;

/// <summary>Takes every connection and never says a word.</summary>
sealed class SilentServer : IDisposable
{
    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly List<TcpClient> held = [];

    public SilentServer()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public void Dispose()
    {
        listener.Dispose();
        held.ForEach(c => c.Dispose());
    }

    async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                held.Add(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }
}
