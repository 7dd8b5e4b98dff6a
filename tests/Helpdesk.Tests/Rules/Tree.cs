using Helpdesk.Database;

namespace Helpdesk.Tests.Rules;

/// <summary>The files of the checkout as the rules read them: path (with <c>/</c>, from the checkout's folder) and text.</summary>
static class Tree
{
    /// <summary>What a build or a run leaves behind; none of it is ours.</summary>
    static readonly string[] NotOurs = [".git", "artifacts", ".data", "bin", "obj", ".vs", ".idea"];

    /// <summary>Not text: nothing to read, and nobody writes them by hand.</summary>
    static readonly string[] NotText = [".zip", ".png", ".ico", ".docx", ".xlsx"];

    static readonly Lazy<IReadOnlyList<TreeFile>> Real = new(() => [.. Walk(new DirectoryInfo(DataFolder.Home))]);

    /// <summary>Every text file of the checkout.</summary>
    public static IReadOnlyList<TreeFile> All => Real.Value;

    /// <summary>A tree of a few files, on which a rule proves that it complains.</summary>
    public static IReadOnlyList<TreeFile> Of(params (string Path, string Text)[] files) => [.. files.Select(f => new TreeFile(f.Path, f.Text))];

    /// <summary>Passes when the rule has no complaint about the checkout; shows every complaint otherwise.</summary>
    public static void Obeys(Func<IReadOnlyList<TreeFile>, IEnumerable<string>> rule)
    {
        var complaints = rule(All).ToList();
        Assert.True(complaints.Count == 0, string.Join('\n', complaints));
    }

    static IEnumerable<TreeFile> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(f => !NotText.Contains(f.Extension) && !NotOurs.Contains(f.Name)).Select(f => new TreeFile(Path.GetRelativePath(DataFolder.Home, f.FullName), File.ReadAllText(f.FullName)))
            .Concat(folder.EnumerateDirectories().Where(d => !NotOurs.Contains(d.Name) && d.LinkTarget is null).SelectMany(Walk));
}
