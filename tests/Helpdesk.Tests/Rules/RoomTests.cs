using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Rules;

/// <summary>The arrows between the rooms point one way; <see cref="Rooms"/> says which.</summary>
public sealed partial class RoomTests
{
    static IEnumerable<string> Complaints(IEnumerable<TreeFile> tree)
    {
        var rooms = string.Join('|', Rooms.MayUse.Keys);
        // A room is named in full (Helpdesk.Text.MailText) or, inside the namespace Helpdesk, by its own name (Jobs.JobsRoom).
        var use = new Regex($@"\bHelpdesk\.({rooms})\b|(?<![\w.""])({rooms})\.(?=[A-Z]\w+)", RegexOptions.CultureInvariant);
        foreach (var file in tree.Where(f => f.IsSource && (f.IsCode || f.IsPage) && f.Room is not null))
        {
            if (!Rooms.MayUse.TryGetValue(file.Room!, out var allowed))
            {
                yield return $"{file.Path}: {file.Room} is no room of the house.";
                continue;
            }

            foreach (var used in file.Lines.Where(l => !Comment().IsMatch(l.Text)).SelectMany(l => use.Matches(l.Text).Select(m => m.Groups[1].Value + m.Groups[2].Value)).Distinct())
            {
                if (used != file.Room && !allowed.Contains(used))
                {
                    yield return $"{file.Path}: {file.Room} may not use {used}.";
                }
            }
        }
    }

    [Fact]
    public void A_room_uses_only_the_rooms_it_may() => Tree.Obeys(Complaints);

    [Fact]
    public void A_room_that_reaches_back_is_named()
    {
        var planted = Tree.Of(
            ("src/Helpdesk/Text/Back.cs", "using Helpdesk.Reporting;\nnamespace Helpdesk.Text;\n"),
            ("src/Helpdesk/Database/Up.cs", "namespace Helpdesk.Database;\nstatic class Up { static string A = Jobs.JobsRoom.WorkerSetting; }\n"),
            ("src/Helpdesk/Corrections/Page.cshtml", "@page \"/p\"\n@model Helpdesk.Jobs.PageModel\n"),
            ("src/Helpdesk/Cellar/Thing.cs", "namespace Helpdesk.Cellar;\n"),
            ("src/Helpdesk/Messages/Fine.cs", "using System.Text.Json;\nusing Helpdesk.Text;\n/// <see cref=\"Reporting.Thing\"/>\nvar s = mail.Text.New;\n"));

        Assert.Equal(
            [
                "src/Helpdesk/Text/Back.cs: Text may not use Reporting.",
                "src/Helpdesk/Database/Up.cs: Database may not use Jobs.",
                "src/Helpdesk/Corrections/Page.cshtml: Corrections may not use Jobs.",
                "src/Helpdesk/Cellar/Thing.cs: Cellar is no room of the house.",
            ],
            Complaints(planted));
    }

    [GeneratedRegex(@"^\s*//", RegexOptions.CultureInvariant)]
    private static partial Regex Comment();
}
