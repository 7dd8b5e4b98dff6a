using System.Net;
using System.Net.Sockets;
using Helpdesk.Mailboxes;

namespace Helpdesk.Tests.Mailboxes;

public sealed class ServerLineTests
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_slow_line_is_read_as_it_comes_however_long_the_mail_that_was_announced()
    {
        var (line, server) = await PairAsync();
        using (server)
        await using (line)
        {
            line.Expect(10_000_000);

            Assert.Equal([1, 2, 3], await AfterAsync(line, () => server.Send([1, 2, 3])));
            Assert.Equal([4], await AfterAsync(line, () => server.Send([4])));
        }
    }

    [Fact]
    public async Task A_line_that_ends_inside_a_long_mail_gives_what_came_and_then_its_end()
    {
        var (line, server) = await PairAsync();
        await using (line)
        {
            line.Expect(10_000_000);

            Assert.Equal([1, 2], await AfterAsync(line, () =>
            {
                server.Send([1, 2]);
                server.Dispose();
            }));
            Assert.Empty(await AfterAsync(line, () => { }));
        }
    }

    [Fact]
    public async Task A_server_that_says_nothing_is_given_up_after_our_patience_and_one_that_breaks_off_at_once()
    {
        var (line, server) = await PairAsync();
        await using (line)
        {
            await Assert.ThrowsAsync<TimeoutException>(() => AfterAsync(line, () => { }));

            server.LingerState = new(true, 0);
            await Assert.ThrowsAsync<IOException>(() => AfterAsync(line, server.Dispose));
        }
    }

    /// <summary>What one reading brings, begun before the server does something.</summary>
    static async Task<byte[]> AfterAsync(ServerLine line, Action serverDoes)
    {
        var bytes = new byte[100];
        var reading = line.ReadAsync(bytes, TestContext.Current.CancellationToken);
        serverDoes();
        return bytes[..await reading];
    }

    static async Task<(ServerLine Line, Socket Server)> PairAsync()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var client = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await client.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken);
        return (new(client, Patience), await listener.AcceptSocketAsync(TestContext.Current.CancellationToken));
    }
}
