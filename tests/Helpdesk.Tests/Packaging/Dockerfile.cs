using System.Text.Json;
using Helpdesk.Database;

namespace Helpdesk.Tests.Packaging;

/// <summary>The repository's Dockerfile, taken apart: its stages and their instructions in order.</summary>
sealed record Dockerfile(IReadOnlyList<Dockerfile.Stage> Stages)
{
    /// <summary>One line of a stage, continuation lines joined: <c>COPY</c> and what follows it.</summary>
    public sealed record Instruction(string Word, string Text)
    {
        /// <summary>The words of an exec form (<c>["bash", "-c", ...]</c>).</summary>
        public IReadOnlyList<string> Exec => JsonSerializer.Deserialize<string[]>(Text[Text.IndexOf('[', StringComparison.Ordinal)..])!;
    }

    /// <summary>From one FROM to the next; <paramref name="Name"/> is empty where it has none.</summary>
    public sealed record Stage(string Name, string From, IReadOnlyList<Instruction> Instructions)
    {
        public IEnumerable<Instruction> All(string word) => Instructions.Where(i => i.Word == word);
    }

    public static string Home => DataFolder.Home;

    public Stage this[string name] => Stages.Single(s => s.Name == name);

    public static Dockerfile Read()
    {
        var stages = new List<Stage>();
        var open = new List<Instruction>();
        foreach (var instruction in Instructions(File.ReadAllLines(Path.Combine(Home, "Dockerfile"))))
        {
            if (instruction.Word == "FROM")
            {
                var words = instruction.Text.Split(' ');
                open = [];
                stages.Add(new(words is [_, "AS", var name] ? name : "", words[0], open));
            }
            else
            {
                open.Add(instruction);
            }
        }

        return new(stages);
    }

    static IEnumerable<Instruction> Instructions(IEnumerable<string> lines)
    {
        var begun = "";
        foreach (var line in lines.Select(l => l.Trim()).Where(l => l.Length > 0 && l[0] != '#'))
        {
            begun += line.TrimEnd('\\');
            if (!line.EndsWith('\\'))
            {
                yield return begun.Split(' ', 2) is [var word, var text] ? new(word, text.Trim()) : throw new InvalidDataException(begun);
                begun = "";
            }
        }
    }
}
