namespace Helpdesk.Tests.Rules;

/// <summary>A rule that reads no files complains of none; so the reading is looked at too.</summary>
public sealed class TreeTests
{
    [Theory]
    [InlineData("helpdesk")]
    [InlineData(".ci/run")]
    [InlineData("Directory.Packages.props")]
    [InlineData("src/Helpdesk/Program.cs")]
    [InlineData("src/Helpdesk/Database/Schema/0001_mail.sql")]
    [InlineData("src/Helpdesk/Pages/Shared/_Layout.cshtml")]
    [InlineData("tests/Helpdesk.Tests/Rules/TreeTests.cs")]
    [InlineData("training-data/messages.jsonl")]
    public void The_rules_read_the_whole_checkout(string path) => Assert.Contains(Tree.All, f => f.Path == path && f.Text.Length > 0);

    [Fact]
    public void The_rules_read_nothing_that_a_build_or_a_run_left() =>
        Assert.DoesNotContain(Tree.All, f => f.Path.StartsWith("artifacts/", StringComparison.Ordinal) || f.Path.StartsWith(".data/", StringComparison.Ordinal) || f.Path.StartsWith(".git/", StringComparison.Ordinal));

    [Fact]
    public void Complaints_about_the_checkout_fail_the_test() =>
        Assert.Contains("first\nsecond", Assert.ThrowsAny<Exception>(() => Tree.Obeys(_ => ["first", "second"])).Message, StringComparison.Ordinal);
}
