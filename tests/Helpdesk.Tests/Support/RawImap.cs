using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace Helpdesk.Tests.Support;

/// <summary>Speaks just enough IMAP to put bytes into a mailbox as they are; a library would mend them on their way.</summary>
sealed class RawImap : IDisposable
{
    readonly TcpClient client = new() { NoDelay = true };
    StreamReader reader = null!;
    int number;

    public static async Task<RawImap> OpenAsync(int port, string user, string password)
    {
        var imap = new RawImap();
        await imap.client.ConnectAsync("127.0.0.1", port);
        imap.reader = new StreamReader(imap.client.GetStream(), Encoding.Latin1);
        await imap.reader.ReadLineAsync();
        Assert.True(await imap.CommandAsync($"LOGIN {user} {password}"), "the server let nobody in");
        return imap;
    }

    /// <returns>False when the server does not take such a mail.</returns>
    public async Task<bool> AppendAsync(byte[] raw, DateTimeOffset at, string flags)
    {
        await SendAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"a{++number} APPEND INBOX ({flags}) \"{at.UtcDateTime:dd-MMM-yyyy HH:mm:ss} +0000\" {{{raw.Length}}}\r\n")));
        if (await reader.ReadLineAsync() is not ['+', ..])
        {
            return false;
        }

        await SendAsync([.. raw, .. "\r\n"u8]);
        return await AnswerAsync();
    }

    public void Dispose() => client.Dispose();

    async Task<bool> CommandAsync(string command)
    {
        await SendAsync(Encoding.ASCII.GetBytes($"a{++number} {command}\r\n"));
        return await AnswerAsync();
    }

    async Task<bool> AnswerAsync()
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            if (line.StartsWith($"a{number} ", StringComparison.Ordinal))
            {
                return line.StartsWith($"a{number} OK", StringComparison.Ordinal);
            }
        }

        throw new IOException("the server hung up");
    }

    Task SendAsync(byte[] bytes) => client.GetStream().WriteAsync(bytes).AsTask();
}
