using System.Security.Cryptography;
using System.Text;
using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Database;

namespace Helpdesk.Quality.Simulating;

/// <summary>Keeps mail that the model learned from out of what judges it.</summary>
static class TrainingMail
{
    /// <summary>Where a checkout keeps it.</summary>
    public static string Usual => Path.Combine(DataFolder.Home, "training-data", "messages.jsonl");

    /// <summary>Refuses judged mail that stands in the training files, whatever its id, and says when they are not the model's.</summary>
    /// <returns>What could not be checked; null when all was.</returns>
    /// <exception cref="Refusal">A mail of <paramref name="judged"/> is in a training file, or the file is one.</exception>
    public static async Task<string?> RefuseAsync(string judgedFile, IReadOnlyList<MailSample> judged, IReadOnlyList<string> trainingFiles, ModelManifest manifest, CancellationToken stop)
    {
        if (await HashAsync([judgedFile], stop) == manifest.DataHash)
        {
            throw new Refusal($"{judgedFile} is what the model {manifest.Version} was trained on; its counts would look better than they are. Give held-out mail.");
        }

        string[] there = [.. trainingFiles.Where(File.Exists)];
        var learned = (await MessageFile.ReadAsync(there, stop)).DistinctBy(Print, StringComparer.Ordinal).ToDictionary(Print, m => m.Id, StringComparer.Ordinal);
        if (judged.FirstOrDefault(m => learned.ContainsKey(Print(m))) is { } seen)
        {
            throw new Refusal($"The mail '{seen.Id}' of {judgedFile} is training mail (it is '{learned[Print(seen)]}' of {string.Join(", ", there)}); its counts would look better than they are. Give held-out mail.");
        }

        return there.Length == 0 ? $"No training mail is at hand ({string.Join(", ", trainingFiles)}), so nobody checked that model {manifest.Version} never saw this mail; name its files with --trained-on."
            : await HashAsync(there, stop) != manifest.DataHash ? $"Model {manifest.Version} was trained on other files than {string.Join(", ", there)}; this mail was held against these alone. Name the model's with --trained-on."
            : null;
    }

    /// <summary>What makes two mails the same for a model: subject and text without their white space.</summary>
    static string Print(MailSample mail) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', $"{mail.Subject}\n{mail.Body}".Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)))));

    static async Task<string> HashAsync(IEnumerable<string> files, CancellationToken stop)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in files)
        {
            hash.AppendData(await File.ReadAllBytesAsync(file, stop));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
