using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Rules;

/// <summary>SQL is lower case, every table has an owner, and only the owner writes it.</summary>
public sealed partial class SchemaTests
{
    static IEnumerable<string> UpperCase(IEnumerable<TreeFile> tree) =>
        from file in tree
        where file.IsSql
        let bare = TextOrComment().Replace(file.Text, m => string.Concat(m.Value.Where(c => c == '\n')))
        from line in new TreeFile(file.Path, bare).Lines
        where line.Text.Any(char.IsUpper)
        select $"{file.Path}:{line.Number}: SQL is lower case.";

    static IEnumerable<string> LoudStatements(IEnumerable<TreeFile> tree) =>
        tree.Where(f => f.IsSource && f.IsCode).SelectMany(f => f.Complain(Loud(), m => $"SQL is lower case: {m.Groups[1].Value}."));

    static IEnumerable<string> Ownerless(IEnumerable<TreeFile> tree) =>
        from table in TableOwners.Of(tree)
        where table.Value is null || !Rooms.MayUse.ContainsKey(table.Value)
        select table.Value is null ? $"the table {table.Key} has no comment that names its room." : $"the table {table.Key} belongs to {table.Value}, which is no room.";

    static IEnumerable<string> ForeignWrites(IEnumerable<TreeFile> tree)
    {
        var owners = TableOwners.Of(tree);
        return from file in tree
               where file.IsSource && file.IsCode && file.Room is not null
               from line in file.Lines
               where !line.Text.TrimStart().StartsWith("//", StringComparison.Ordinal)
               from write in Write().Matches(line.Text)
               where owners.GetValueOrDefault(write.Groups[1].Value) is { } owner && owner != file.Room
               select $"{file.Path}:{line.Number}: {write.Groups[1].Value} belongs to {owners[write.Groups[1].Value]}.";
    }

    [Fact]
    public void Schema_files_are_lower_case() => Tree.Obeys(UpperCase);

    [Fact]
    public void Statements_are_lower_case() => Tree.Obeys(LoudStatements);

    [Fact]
    public void Every_table_names_its_room() => Tree.Obeys(Ownerless);

    [Fact]
    public void Only_its_room_writes_a_table() => Tree.Obeys(ForeignWrites);

    [Fact]
    public void The_owners_of_the_real_tables_are_found()
    {
        var owners = TableOwners.Of(Tree.All);

        Assert.Equal("Messages", owners["messages"]);
        Assert.Equal("Mailboxes", owners["folders"]);
        Assert.Equal("Accounts", owners["people"]);
    }

    [Fact]
    public void Upper_case_in_a_schema_file_is_complained_of() => Assert.Equal(
        ["src/Helpdesk/Database/Schema/1.sql:1: SQL is lower case.", "src/Helpdesk/Database/Schema/1.sql:5: SQL is lower case."],
        UpperCase(Tree.Of(("src/Helpdesk/Database/Schema/1.sql", "CREATE table a (b text);\n-- A comment, \ncomment on table a is 'Text: it''s Fine\nhere too';\nselect Now();\n"))));

    [Fact]
    public void Upper_case_in_a_statement_is_complained_of() => Assert.Equal(
        ["src/Helpdesk/Text/A.cs:1: SQL is lower case: SELECT.", "src/Helpdesk/Text/A.cs:3: SQL is lower case: UPDATE."],
        LoudStatements(Tree.Of(("src/Helpdesk/Text/A.cs", "var a = \"SELECT 1\";\nvar b = \"\"\"\n    UPDATE a set b = 1\n    \"\"\";\nvar c = \"select 1\";\n"))));

    [Fact]
    public void A_table_without_a_room_is_complained_of() => Assert.Equal(
        ["the table orphans has no comment that names its room.", "the table lodgers belongs to Cellar, which is no room."],
        Ownerless(Tree.Of(
            ("src/Helpdesk/Database/Schema/1.sql", "create table orphans (id integer);\ncreate table kept (id integer);\ncomment on table kept is 'Text: kept';\ncreate table lodgers (id integer);\ncomment on table lodgers is 'Cellar: no such';\n"),
            ("src/Helpdesk/Database/Schema/2.sql", "-- All of them. Written by Text.\n\ncreate table many (id integer);\n"))));

    [Fact]
    public void A_foreign_write_is_complained_of()
    {
        const string Schema = "create table mine (id integer);\ncomment on table mine is 'Text: mine';\n";
        var planted = Tree.Of(
            ("src/Helpdesk/Database/Schema/1.sql", Schema),
            ("src/Helpdesk/Text/Owner.cs", "\"insert into mine values (1)\""),
            ("src/Helpdesk/Messages/Reader.cs", "\"select id from mine for update\"\n// Never write: insert into mine would be wrong.\n"),
            ("src/Helpdesk/Messages/Writer.cs", "\"insert into mine values (1)\"\n\"\"\"\n  update mine set id = 2\n  delete from only mine\n\"\"\"\n\"copy mine (id) from stdin\"\n\"truncate mine\"\n\"merge into mine m\"\n"));

        Assert.Equal(
            from line in (int[])[1, 3, 4, 6, 7, 8] select $"src/Helpdesk/Messages/Writer.cs:{line}: mine belongs to Text.",
            ForeignWrites(planted));
    }

    [GeneratedRegex(@"'(?:[^']|'')*'|--[^\n]*|""[^""\n]*""", RegexOptions.CultureInvariant)]
    private static partial Regex TextOrComment();

    [GeneratedRegex(@"(?:^\s*|"")(SELECT|INSERT|UPDATE|DELETE|CREATE|ALTER|COPY|WITH|DROP|TRUNCATE)\s", RegexOptions.CultureInvariant)]
    private static partial Regex Loud();

    [GeneratedRegex(@"\b(?:insert\s+into|update(?:\s+only)?|delete\s+from(?:\s+only)?|copy|truncate(?:\s+table)?|merge\s+into)\s+(?:public\.)?(\w+)", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Write();
}
