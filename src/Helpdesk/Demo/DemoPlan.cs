using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Helpdesk.Database;
using Helpdesk.Messages;
using Helpdesk.Reporting;

namespace Helpdesk.Demo;

/// <summary>What the demonstration shows: which months, how many mails of each category, in which mailboxes, on which ports.</summary>
sealed class DemoPlan
{
    public const string Domain = "secas.example";

    /// <summary>Mail on top of the counted enquiries; it must not move a figure.</summary>
    public const int Automatic = 620, Internal = 380, Duplicates = 540;

    public static IReadOnlyList<string> Mailboxes { get; } = ["helpdesk", "change", "security", "finance"];

    /// <summary>The table as it was published for June 2019: what the sample mail is numbered after.</summary>
    public static string PublishedFile => Path.Combine(AppContext.BaseDirectory, "Demo", "published-2019-06.csv");

    public TableFile Published { get; } = TableFile.Read(PublishedFile);

    public Month Month => Published.Months[^1];

    public int ImapPort { get; } = FreePort();

    public string Password { get; } = RandomNumberGenerator.GetHexString(24, lowercase: true);

    public static string DefaultDataFolder => Path.Combine(DataFolder.Home, ".data", "demo");

    /// <summary>Settings that keep the demonstration to itself: its own folder, database, mailboxes.</summary>
    public IEnumerable<KeyValuePair<string, string?>> Settings(string? dataFolder)
    {
        yield return new("Helpdesk:DataFolder", dataFolder ?? DefaultDataFolder);
        yield return new("ConnectionStrings:Helpdesk", "");
        yield return new(Jobs.JobsRoom.WorkerSetting, "true");
        yield return new("Reporting:TimeZone", "Europe/London");
        yield return new("Reporting:OwnDomains:0", Domain);
        foreach (var (i, name) in Mailboxes.Index())
        {
            yield return new($"Mailboxes:{i}:Name", name);
            yield return new($"Mailboxes:{i}:Host", "127.0.0.1");
            yield return new($"Mailboxes:{i}:Port", ImapPort.ToString(System.Globalization.CultureInfo.InvariantCulture));
            yield return new($"Mailboxes:{i}:Security", "None");
            yield return new($"Mailboxes:{i}:User", $"{name}@{Domain}");
            yield return new($"Mailboxes:{i}:Password", Password);
        }
    }

    /// <summary>A loopback port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
