using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Helpdesk.CommandLine;
using Helpdesk.Database;

namespace Helpdesk.Privacy;

/// <summary><c>purge</c>, <c>purge person</c> and <c>export person</c>.</summary>
static class PrivacyVerbs
{
    static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Verb Purge() => new("purge", "Erases now what the retention clocks (Retention__TextMonths, Retention__RawDays) would erase tonight.", async (run, stop) =>
    {
        await run.Get<HelpdeskDatabase>().OpenAsync(stop);
        var (texts, originals) = await run.Get<Retention>().RunAsync(stop);
        await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Erased {texts:N0} texts and {originals:N0} parked originals; every figure stays."));
        return 0;
    }) { ErasePerson() };

    static Argument<string> Address() => new("ADDRESS") { Description = "The person's e-mail address; - reads it from standard input, where no list of processes shows it." };

    static Option<string> Reference() => new("--reference") { Description = "The request's number in your own register; it is recorded in place of the person.", HelpName = "NUMBER", Required = true };

    static Verb ErasePerson()
    {
        var (address, reference) = (Address(), Reference());
        return new("person", "Erases a person: the text and addresses of their mail, their address and name in other people's. Counts stay.", async (run, stop) =>
        {
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var (mails, redacted, originals) = await run.Get<PersonalMail>().EraseAsync(await ReadAsync(run.Value(address), stop), Checked(run.Value(reference)!), stop);
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
                $"Erased the text of {mails:N0} mails and {originals:N0} parked originals, blacked the person out in {redacted:N0} mails of others; every figure stays."));
            return 0;
        }) { address, reference };
    }

    public static Verb ExportPerson()
    {
        var (address, reference) = (Address(), Reference());
        var output = new Option<string>("--output") { Description = "The JSON file to write.", HelpName = "FILE", Required = true };
        return new("person", "Writes all that is kept of a person's mail into a file for them.", async (run, stop) =>
        {
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var export = await run.Get<PersonalMail>().ExportAsync(await ReadAsync(run.Value(address), stop), Checked(run.Value(reference)!), stop);
            await WriteAsync(run.Value(output)!, export, stop);
            await run.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Wrote {export.Mails.Count:N0} mails of the person; {export.NamedIn.Count:N0} mails of others name them."));
            return 0;
        }) { address, reference, output };
    }

    static async Task<string> ReadAsync(string given, CancellationToken stop) => given == "-" ? await Console.In.ReadLineAsync(stop) ?? "" : given;

    /// <summary>The record must not keep what was just erased.</summary>
    static string Checked(string reference) => reference.Contains('@', StringComparison.Ordinal)
        ? throw new Refusal("The reference is kept for ever, so it may not be an address; give the request's number.")
        : reference;

    /// <summary>For its owner's eyes only: the file is somebody's mail.</summary>
    static async Task WriteAsync(string path, PersonalMail.Export export, CancellationToken stop)
    {
        try
        {
            await using var file = new FileStream(path, new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite });
            await JsonSerializer.SerializeAsync(file, export, Form, stop);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new Refusal($"The file {path} cannot be written ({e.Message.TrimEnd('.')}); choose another with --output.", e);
        }
    }
}
