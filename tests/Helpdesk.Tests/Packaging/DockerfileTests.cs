using System.Text.RegularExpressions;

namespace Helpdesk.Tests.Packaging;

/// <summary>What a linter would say of the Dockerfile, as tests.</summary>
public sealed partial class DockerfileTests
{
    readonly Dockerfile file = Dockerfile.Read();

    [Fact]
    public void Every_base_image_is_named_by_its_version()
    {
        foreach (var stage in file.Stages.Where(s => file.Stages.All(o => o.Name != s.From)))
        {
            Assert.Matches(@"^mcr\.microsoft\.com/dotnet/(sdk|aspnet):[0-9]+\.[0-9]+-[a-z]+$", stage.From);
        }
    }

    [Theory]
    [InlineData("helpdesk")]
    [InlineData("demo")]
    public void The_images_run_as_an_ordinary_user_by_exec_form(string name)
    {
        var stage = file[name];

        Assert.Equal("$APP_UID", stage.All("USER").Last().Text);
        Assert.NotEmpty(stage.All("CMD").Single().Exec);
        Assert.DoesNotContain(stage.Instructions, i => i.Word is "ADD" or "MAINTAINER");
        Assert.DoesNotContain(stage.Instructions, i => i.Text.Contains("sudo", StringComparison.Ordinal));
    }

    [Fact]
    public void The_default_image_is_the_program_without_the_demonstration() =>
        Assert.Equal(("", "helpdesk", 0), (file.Stages[^1].Name, file.Stages[^1].From, file.Stages[^1].Instructions.Count));

    [Fact]
    public void The_entry_point_answers_and_the_health_check_asks_on_the_exposed_port()
    {
        var stage = file["helpdesk"];

        Assert.Equal(["helpdesk"], stage.All("ENTRYPOINT").Single().Exec);
        Assert.Contains($"ASPNETCORE_HTTP_PORTS={stage.All("EXPOSE").Single().Text} ", stage.All("ENV").Single().Text, StringComparison.Ordinal);
        Assert.Contains("$ASPNETCORE_HTTP_PORTS", stage.All("HEALTHCHECK").Single().Exec[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_copied_is_in_the_repository_and_not_kept_out_of_the_build()
    {
        var let = File.ReadAllLines(Path.Combine(Dockerfile.Home, ".dockerignore")).Where(l => l.StartsWith('!')).Select(l => l[1..]).ToList();
        foreach (var copy in file.Stages.SelectMany(s => s.All("COPY")).Where(c => !c.Text.StartsWith("--from", StringComparison.Ordinal)))
        {
            foreach (var source in copy.Text.Split(' ')[..^1])
            {
                Assert.True(Path.Exists(Path.Combine(Dockerfile.Home, source)), $"COPY {copy.Text}: there is no {source}.");
                Assert.True(let.Any(l => source == l || (l.EndsWith('/') && source.StartsWith(l, StringComparison.Ordinal))), $"COPY {copy.Text}: .dockerignore keeps {source} out.");
            }
        }
    }

    [Fact]
    public void Packages_are_installed_lean_and_are_those_that_the_script_installs()
    {
        // A client's programs come along with the server's package, which is what the script installs.
        var script = File.ReadAllText(Path.Combine(Dockerfile.Home, "helpdesk"));
        foreach (var run in file.Stages.SelectMany(s => s.All("RUN")).Where(r => r.Text.Contains("apt-get", StringComparison.Ordinal)))
        {
            Assert.Contains("apt-get update", run.Text, StringComparison.Ordinal);
            Assert.Contains("rm -rf /var/lib/apt/lists/*", run.Text, StringComparison.Ordinal);
            foreach (var package in Installed().Match(run.Text).Groups[1].Value.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                Assert.Contains($"need {package.Replace("-client", "", StringComparison.Ordinal)} ", script, StringComparison.Ordinal);
            }
        }
    }

    [GeneratedRegex("apt-get install -y --no-install-recommends ([a-z0-9 .+-]+)")]
    private static partial Regex Installed();
}
