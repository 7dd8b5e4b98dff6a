using System.Globalization;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Helpdesk.Classification;
using Helpdesk.Database;

namespace Helpdesk.Benchmarks.Classify;

/// <summary>Labelled text of other kinds than ours, made from what Debian has: packages by section, fortunes by file, terms of two dictionaries by subject.</summary>
/// <remarks>Each text goes to one side by its hash, so that no text is on both and every run makes the same sets.</remarks>
static partial class LabelledSets
{
    /// <summary>Labels with fewer texts tell nothing on the judged side.</summary>
    const int FewestTexts = 20;

    /// <summary>In a hundred; the rest is learned from.</summary>
    const int Judged = 30;

    const int MostLearned = 12_000;
    const int MostJudged = 5_000;

    /// <summary>A set as two message files.</summary>
    public sealed record Set(string Name, string Learned, string Asked);

    public static async Task<IReadOnlyList<Set>> MakeAsync(string folder)
    {
        var sets = new List<Set>();
        var packages = await Tool.RunAsync(["apt-cache", "dumpavail"], CancellationToken.None);
        foreach (var (name, texts) in (IEnumerable<(string, IEnumerable<(string Text, string Label)>)>)[
            ("Debian packages by section", Packages(packages.Output)),
            ("fortunes by file", Fortunes("/usr/share/games/fortunes")),
            ("terms of computing by subject", Terms(Entries("foldoc"), Subject())),
            ("words of Webster's by field", Terms(Entries("gcide"), Field())),
        ])
        {
            var all = texts.DistinctBy(t => t.Text).ToList();
            var kept = all.CountBy(t => t.Label).Where(l => l.Value >= FewestTexts).Select(l => l.Key).ToHashSet(StringComparer.Ordinal);
            var placed = all.Where(t => kept.Contains(t.Label)).Select(t => (t.Text, t.Label, Hash: Hash(t.Text))).OrderBy(t => t.Hash).ToList();
            if (placed.Count > 0)
            {
                sets.Add(new(name, await WriteAsync("learned", t => t >= Judged, MostLearned), await WriteAsync("asked", t => t < Judged, MostJudged)));
            }

            async Task<string> WriteAsync(string side, Func<int, bool> isOfSide, int most)
            {
                var path = Path.Combine(folder, $"{name} {side}.jsonl");
                await File.WriteAllLinesAsync(path, placed.Where(t => isOfSide((int)(t.Hash % 100))).Take(most).Select((t, i) => MessageFile.Line(new MailSample
                {
                    Id = string.Create(CultureInfo.InvariantCulture, $"{side} {i}"),
                    Date = DateTimeOffset.UnixEpoch.AddMinutes(i),
                    Body = t.Text,
                    Label = t.Label,
                })));
                return path;
            }
        }

        return sets;
    }

    static ulong Hash(string text) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    static IEnumerable<(string Text, string Label)> Packages(string list) =>
        from package in list.Split("\n\n")
        let section = Section().Match(package)
        let description = Description().Match(package)
        where section.Success && description.Success
        select (description.Groups[1].Value.Replace("\n .\n", "\n\n", StringComparison.Ordinal).Replace("\n ", "\n", StringComparison.Ordinal), section.Groups[1].Value);

    static IEnumerable<(string Text, string Label)> Fortunes(string folder) =>
        from file in (Directory.Exists(folder) ? Directory.GetFiles(folder) : []).Where(f => Path.GetExtension(f).Length == 0).Order(StringComparer.Ordinal)
        from text in File.ReadAllText(file).Split("\n%\n")
        where text.Trim().Length > 0
        select (text.Trim(), Path.GetFileName(file));

    /// <summary>The entries of a dictionary that <c>helpdesk bench classify</c> unpacked; none when it could not.</summary>
    static IEnumerable<string> Entries(string dictionary)
    {
        var path = Path.Combine(DataFolder.Home, "artifacts", "servers", "dictionaries", "usr", "share", "dictd", $"{dictionary}.dict.dz");
        if (!File.Exists(path))
        {
            return [];
        }

        using var text = new StreamReader(new GZipStream(File.OpenRead(path), CompressionMode.Decompress));
        // A headword stands at the line's beginning; what is said of it is indented.
        return Headword().Split(text.ReadToEnd());
    }

    /// <summary>The entries that name one subject, by it and without it.</summary>
    static IEnumerable<(string Text, string Label)> Terms(IEnumerable<string> entries, Regex subject) =>
        from entry in entries
        let named = subject.Matches(entry).Select(m => m.Groups[1].Value.TrimEnd('.')).Distinct().ToList()
        where named.Count == 1
        select (Source().Replace(subject.Replace(entry, " "), "").Trim(), named[0]);

    [GeneratedRegex(@"\n\n+(?=\S)")]
    private static partial Regex Headword();

    /// <summary>FOLDOC: the first subject, before the text.</summary>
    [GeneratedRegex(@"(?<=\n)\s+<([a-z][a-z ]+)(?:, [^>]*)?>")]
    private static partial Regex Subject();

    /// <summary>GCIDE: a field in brackets before a meaning.</summary>
    [GeneratedRegex(@"(?<=\n\s+(?:[0-9]+\. )?)\(([A-Z][A-Za-z]+\.?)\)")]
    private static partial Regex Field();

    /// <summary>Which edition an entry came from.</summary>
    [GeneratedRegex(@"\[(?:1913 Webster|WordNet[^\]]*|PJC)[^\]]*\]|\([0-9]{4}-[0-9]{2}-[0-9]{2}\)")]
    private static partial Regex Source();

    [GeneratedRegex(@"^Section: (?:[^/\n]*/)?(\S+)$", RegexOptions.Multiline)]
    private static partial Regex Section();

    [GeneratedRegex(@"^Description(?:-en)?: (.*(?:\n .*)*)", RegexOptions.Multiline)]
    private static partial Regex Description();
}
