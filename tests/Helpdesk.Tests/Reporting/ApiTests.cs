using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Reporting;

/// <summary>What programs get under <c>/api/v1</c>.</summary>
public sealed class ApiTests(Servers servers)
{
    /// <summary>A program with a key of its own.</summary>
    public static async Task<HttpClient> ClientAsync(string database, RunningHelpdesk served, string name, params string[] more)
    {
        var key = (await HelpdeskRun.OnAsync(database, ["key", "add", name, .. more])).Succeeded().Output.Trim();
        var client = new HttpClient { BaseAddress = served.Address };
        client.DefaultRequestHeaders.Add("X-Api-Key", key);
        return client;
    }

    [Fact]
    public async Task A_key_opens_what_its_scope_names_until_it_is_revoked()
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3));
        await using var served = await RunningHelpdesk.ServeAsync(database, []);
        using var nobody = new HttpClient { BaseAddress = served.Address };
        using var reader = await ClientAsync(database, served, "reader");

        var refused = await nobody.GetAsync("/api/v1/table?month=2019-06", Stop);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal("application/problem+json", refused.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("Total,3\n", await reader.GetStringAsync("/api/v1/table?month=2019-06&format=csv&months=1", Stop), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await reader.PostAsJsonAsync("/api/v1/calls", new { day = "2019-06-14" }, Stop)).StatusCode);
        Assert.Contains("last used", (await HelpdeskRun.OnAsync(database, "key", "list")).Succeeded().Output, StringComparison.Ordinal);
        Assert.Equal(0, await Rows.ScalarAsync<long>(database, $"select count(*) from api_keys where encode(hash, 'escape') like '%{reader.DefaultRequestHeaders.GetValues("X-Api-Key").Single()[4..20]}%'"));

        (await HelpdeskRun.OnAsync(database, "key", "revoke", "reader")).Succeeded();
        Assert.Equal(HttpStatusCode.Unauthorized, (await reader.GetAsync("/api/v1/table?month=2019-06", Stop)).StatusCode);
    }

    [Fact]
    public async Task An_answer_that_did_not_change_is_not_sent_again_and_long_ones_come_in_pages()
    {
        var database = await Months.OfAsync(servers, ("2019-05", 1, 3), ("2019-06", 1, 3), ("2019-06", 2, 1));
        await using var served = await RunningHelpdesk.ServeAsync(database, []);
        using var reader = await ClientAsync(database, served, "reader");
        const string Address = "/api/v1/series?from=2019-05&to=2019-06&by=category,mailbox,source&pageSize=2";

        using var first = await reader.GetAsync(Address, Stop);
        reader.DefaultRequestHeaders.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await reader.GetAsync(Address, Stop)).StatusCode);
        await Months.AddAsync(database, "2019-06", 1, 1);
        Assert.Equal(HttpStatusCode.OK, (await reader.GetAsync(Address, Stop)).StatusCode);

        var page = (await reader.GetFromJsonAsync<JsonNode>(Address, Stop))!;
        Assert.Equal(3, (int)page["total"]!);
        var rest = (await reader.GetFromJsonAsync<JsonNode>((string)page["next"]!, Stop))!;
        Assert.Null(rest["next"]);
        Assert.Equal([3, 4, 1], page["items"]!.AsArray().Concat(rest["items"]!.AsArray()).Select(i => (int)i!["count"]!));
        Assert.Equal("helpdesk", (string?)page["items"]![0]!["mailbox"]);
    }

    [Theory]
    [InlineData("/api/v1/table?month=2019-13", "2019-13")]
    [InlineData("/api/v1/table?month=2019-06&as=guessed", "guessed")]
    [InlineData("/api/v1/table?month=2019-06&format=pdf", "pdf")]
    [InlineData("/api/v1/table?month=2019-06&asOf=yesterday", "yesterday")]
    [InlineData("/api/v1/series?from=2019-06&to=2019-05", "older first")]
    [InlineData("/api/v1/series?from=2019-06&to=2019-06&by=colour", "colour")]
    [InlineData("/api/v1/months?page=0", "pages count from 1")]
    public async Task A_request_that_cannot_be_answered_gets_a_problem_that_names_the_value(string address, string word)
    {
        var database = await Months.OfAsync(servers, ("2019-06", 1, 3));
        await using var served = await RunningHelpdesk.ServeAsync(database, []);
        using var reader = await ClientAsync(database, served, "reader");

        using var answer = await reader.GetAsync(address, Stop);

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(word, (string)(await answer.Content.ReadFromJsonAsync<JsonNode>(Stop))!["detail"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_examples_of_the_description_have_the_form_of_the_answers()
    {
        var database = await Months.OfAsync(servers, ("2019-05", 1, 2), ("2019-06", 1, 3));
        (await HelpdeskRun.OnAsync(database, "close", "--month", "2019-06")).Succeeded();
        await using var served = await RunningHelpdesk.ServeAsync(database, []);
        using var program = await ClientAsync(database, served, "program", "--scope", "figures", "--scope", "calls");
        var logged = await program.PostAsJsonAsync("/api/v1/calls", new { day = "2019-06-14", category = "training", note = "asked" }, Stop);
        Assert.Equal(HttpStatusCode.Created, logged.StatusCode);
        var document = (await program.GetFromJsonAsync<JsonNode>("/openapi/v1.json", Stop))!;
        var addresses = new Dictionary<string, string>
        {
            ["categories"] = "/api/v1/categories", ["months"] = "/api/v1/months?pageSize=1", ["versions"] = "/api/v1/months/2019-06/versions", ["table"] = "/api/v1/table?month=2019-06&months=2&as=published",
            ["series"] = "/api/v1/series?from=2019-06&to=2019-06", ["calls"] = "/api/v1/calls?month=2019-06",
        };
        var operations = document["paths"]!.AsObject().SelectMany(p => p.Value!.AsObject()).Select(o => o.Value!).ToDictionary(o => (string)o["operationId"]!);
        Assert.Equal(addresses.Keys.Append("log call").Order(StringComparer.Ordinal), operations.Keys.Order(StringComparer.Ordinal));

        Same(operations["log call"]["responses"]!["201"]!["content"]!["application/json"]!["example"]!, (await logged.Content.ReadFromJsonAsync<JsonNode>(Stop))!, "log call");
        foreach (var (name, address) in addresses)
        {
            Same(operations[name]["responses"]!["200"]!["content"]!["application/json"]!["example"]!, (await program.GetFromJsonAsync<JsonNode>(address, Stop))!, name);
        }
    }

    /// <summary>The same names at every level, and kinds that may stand for one another.</summary>
    static void Same(JsonNode example, JsonNode answer, string where)
    {
        Assert.Equal(Kind(example), Kind(answer));
        if (example is JsonObject expected)
        {
            Assert.Equal(expected.Select(p => p.Key), answer.AsObject().Select(p => p.Key));
            foreach (var (name, value) in expected.Where(p => p.Value is not null && answer[p.Key] is not null))
            {
                Same(value!, answer[name]!, $"{where}.{name}");
            }
        }
        else if (example is JsonArray { Count: > 0 } list && answer.AsArray() is { Count: > 0 } answers)
        {
            Same(list[^1]!, answers[^1]!, where + "[]");
        }

        static JsonValueKind Kind(JsonNode node) => node.GetValueKind();
    }

    static CancellationToken Stop => TestContext.Current.CancellationToken;
}
