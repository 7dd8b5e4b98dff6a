using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Support;

/// <summary>An IMAP server of a hundred lines that lies in one chosen way; its INBOX has ten mails, UID 101 to 110.</summary>
public sealed partial class LyingImapServer : IDisposable
{
    const int Bad = 104;

    readonly TcpListener listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource stop = new();
    int tokensEnded;

    public LyingImapServer()
    {
        listener.Start();
        _ = AcceptAsync();
    }

    public Lie Lie { get; set; }

    /// <summary>Where access tokens are looked up; null when a password opens the mailbox.</summary>
    public TokenServer? Tokens { get; set; }

    public uint UidValidity { get; set; } = 14;

    /// <summary>The UIDs the server lists.</summary>
    public List<int> Uids { get; } = [.. Enumerable.Range(101, 10)];

    public int LogIns { get; private set; }

    /// <summary>How often somebody began to wait for mail (IDLE).</summary>
    public int Waits { get; private set; }

    public int Port => ((IPEndPoint)listener.LocalEndpoint).Port;

    public IEnumerable<KeyValuePair<string, string?>> Settings(int index = 0, string name = "helpdesk") =>
    [
        new($"Mailboxes__{index}__Name", name), new($"Mailboxes__{index}__Host", "127.0.0.1"), new($"Mailboxes__{index}__Port", Port.ToString(CultureInfo.InvariantCulture)),
        new($"Mailboxes__{index}__Security", "None"), new($"Mailboxes__{index}__User", "desk@secas.example"), new($"Mailboxes__{index}__Password", "any"),
        new("Polling__Patience", "00:00:02"),
    ];

    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
    }

    async Task AcceptAsync()
    {
        while (!stop.IsCancellationRequested)
        {
            var client = await listener.AcceptTcpClientAsync(stop.Token);
            _ = Task.Run(() => ServeAsync(client));
        }
    }

    async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            var stream = client.GetStream();
            var reader = new StreamReader(stream, Encoding.Latin1);
            await SayAsync(stream, "* OK ready\r\n");
            while (await reader.ReadLineAsync(stop.Token) is { } line && Command().Match(line) is { Success: true } command)
            {
                if (!await AnswerAsync(client, stream, command.Groups["tag"].Value, command.Groups["verb"].Value.ToUpperInvariant(), command.Groups["rest"].Value))
                {
                    return;
                }
            }
        }
    }

    async Task<bool> AnswerAsync(TcpClient client, Stream stream, string tag, string verb, string rest)
    {
        switch (verb)
        {
            case "CAPABILITY":
                await SayAsync(stream, $"* CAPABILITY IMAP4rev1 SASL-IR AUTH={(Tokens is null ? "PLAIN" : "XOAUTH2")} UIDPLUS NAMESPACE{(Lie == Lie.EndsWaits ? " IDLE" : "")}\r\n");
                break;
            case "IDLE":
                Waits++;
                await SayAsync(stream, "+ idling\r\n");
                break;
            case "AUTHENTICATE" or "LOGIN":
                LogIns++;
                if (Tokens is { } tokens && !tokens.Knows(TokenServer.InResponse(rest.Split(' ')[^1])))
                {
                    await SayAsync(stream, $"{tag} NO AUTHENTICATE failed.\r\n");
                    return true;
                }

                break;
            case "NAMESPACE":
                await SayAsync(stream, "* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n");
                break;
            case "LIST" or "LSUB":
                await SayAsync(stream, $"* {verb} () \"/\" INBOX\r\n");
                break;
            case "EXAMINE":
                await SayAsync(stream, $"* {Uids.Count} EXISTS\r\n* FLAGS (\\Seen)\r\n* OK [UIDVALIDITY {UidValidity}] .\r\n* OK [UIDNEXT 200] .\r\n{tag} OK [READ-ONLY] .\r\n");
                return true;
            case "SELECT" or "STORE" or "EXPUNGE" or "APPEND":
                throw new InvalidOperationException($"the reader must never send {verb}");
            case "SEARCH" when Lie == Lie.EndsTokensEarly && tokensEnded == 0:
                return await EndTokenAsync(stream);
            case "SEARCH":
                await SayAsync(stream, $"* SEARCH {string.Join(' ', Uids)}\r\n");
                break;
            case "FETCH":
                return await FetchAsync(client, stream, tag, rest);
            case "LOGOUT":
                await SayAsync(stream, $"* BYE\r\n{tag} OK\r\n");
                return false;
        }

        await SayAsync(stream, $"{tag} OK\r\n");
        return true;
    }

    async Task<bool> FetchAsync(TcpClient client, Stream stream, string tag, string rest)
    {
        List<int> wanted = [.. Uids.Where(u => Ranges(rest.Split(' ')[0]).Any(r => u >= r.From && u <= r.To))];
        if (!rest.Contains("BODY", StringComparison.OrdinalIgnoreCase))
        {
            foreach (var uid in wanted)
            {
                await SayAsync(stream, $"* {Uids.IndexOf(uid) + 1} FETCH (UID {uid} RFC822.SIZE {Mail(uid).Length} INTERNALDATE \"14-Mar-2019 09:26:53 +0000\")\r\n");
            }

            await SayAsync(stream, $"{tag} OK\r\n");
            return true;
        }

        var section = Section().Match(rest).Groups[1].Value.ToUpperInvariant();
        if (Lie == Lie.Throttles)
        {
            await SayAsync(stream, $"{tag} BAD Request is throttled. Suggested Backoff Time: 89117 milliseconds\r\n* BYE Connection closed. 14\r\n");
            return false;
        }

        if (wanted.Contains(Bad) && (Lie, section) is (Lie.RefusesWhole, "") or (Lie.RefusesText, "" or "TEXT") or (Lie.RefusesAll, _))
        {
            await SayAsync(stream, $"{tag} NO [UNAVAILABLE] Server error while fetching messages\r\n");
            return true;
        }

        foreach (var uid in Lie == Lie.Reverses ? Enumerable.Reverse(wanted) : wanted)
        {
            if (!await MailAsync(client, stream, uid, section))
            {
                return false;
            }
        }

        await SayAsync(stream, $"{tag} OK\r\n");
        return true;
    }

    async Task<bool> MailAsync(TcpClient client, Stream stream, int uid, string section)
    {
        var mail = Mail(uid);
        var part = section switch { "HEADER" => mail[..(mail.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)], "TEXT" => mail[(mail.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4)..], _ => mail };
        var answer = $"* {Uids.IndexOf(uid) + 1} FETCH (UID {uid} BODY[{section}] {{{part.Length}}}\r\n{part})\r\n";
        if (Lie == Lie.EndsTokens && uid == Bad + (100 * tokensEnded))
        {
            return await EndTokenAsync(stream);
        }

        switch (uid == Bad ? Lie : Lie.None)
        {
            case Lie.CutsInside:
                await SayAsync(stream, answer[..(answer.Length / 2)]);
                client.Client.LingerState = new(true, 0);
                return false;
            case Lie.SaysBye:
                await SayAsync(stream, "* BYE Connection is closed. 13\r\n");
                return false;
            case Lie.LeavesOut:
                return true;
            case Lie.SendsEmpty:
                await SayAsync(stream, $"* {Uids.IndexOf(uid) + 1} FETCH (UID {uid} BODY[{section}] {{0}}\r\n)\r\n");
                return true;
            case Lie.MiscountsLiteral:
                await SayAsync(stream, answer.Replace($"{{{part.Length}}}", $"{{{part.Length + 10}}}", StringComparison.Ordinal));
                return true;
            case Lie.SendsStub:
                var stub = "From: Microsoft Exchange Server\r\nSubject: Retrieval using the IMAP4 protocol failed for the following message: 104\r\n\r\nThe server couldn't retrieve the following message.\r\n";
                await SayAsync(stream, $"* {Uids.IndexOf(uid) + 1} FETCH (UID {uid} BODY[{section}] {{{stub.Length}}}\r\n{stub})\r\n");
                return true;
        }

        await SayAsync(stream, Lie == Lie.Repeats ? answer + answer : answer);
        return true;
    }

    async Task<bool> EndTokenAsync(Stream stream)
    {
        tokensEnded++;
        Tokens!.WithdrawAll();
        await SayAsync(stream, "* BYE Session invalidated - AccessTokenExpired\r\n");
        return false;
    }

    static string Mail(int uid) =>
        $"From: Priya Nair <priya.nair@calderwyn.example>\r\nTo: desk@secas.example\r\nSubject: Mail {uid}\r\nMessage-ID: <{uid}@calderwyn.example>\r\nDate: Thu, 14 Mar 2019 09:26:50 +0000\r\n\r\nWhat does section {uid} of the Code say?\r\n";

    static IEnumerable<(int From, int To)> Ranges(string set) =>
        set.Split(',').Select(p => p.Split(':')).Select(p => (int.Parse(p[0], CultureInfo.InvariantCulture), p[^1] == "*" ? int.MaxValue : int.Parse(p[^1], CultureInfo.InvariantCulture)));

    static Task SayAsync(Stream stream, string text) => stream.WriteAsync(Encoding.Latin1.GetBytes(text)).AsTask();

    [GeneratedRegex(@"^(?<tag>\S+) (UID )?(?<verb>\S+) ?(?<rest>.*)$", RegexOptions.IgnoreCase)]
    private static partial Regex Command();

    [GeneratedRegex(@"BODY(?:\.PEEK)?\[([A-Z]*)\]", RegexOptions.IgnoreCase)]
    private static partial Regex Section();
}
