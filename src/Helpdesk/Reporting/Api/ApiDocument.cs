using System.Text.Json.Nodes;
using Microsoft.OpenApi;

namespace Helpdesk.Reporting.Api;

/// <summary>The API's description at <c>/openapi/v1.json</c>, with an example of every answer.</summary>
static class ApiDocument
{
    /// <summary>Examples by the operation's name, as the service would answer them.</summary>
    static readonly Dictionary<string, string> Examples = new(StringComparer.Ordinal)
    {
        ["categories"] = """[{"key":"applications","name":"Applications","firstMonth":null,"lastMonth":null}]""",
        ["months"] = """{"items":[{"month":"2019-06","state":"closed","version":1,"published":1855,"current":1856}],"total":13,"next":"/api/v1/months?page=2&pageSize=1"}""",
        ["versions"] = """[{"month":"2019-06","number":1,"origin":"closed","publishedAt":"2019-07-01T09:12:44.1234Z","publishedBy":"report.author","signOff":null,"note":null,"total":1855,"adjusted":false}]""",
        ["table"] = """{"month":"2019-06","as":"published","state":"closed","months":["2019-05","2019-06"],"rows":[{"category":"Applications","key":"applications","counts":[32,23]}],"total":[32,23],"memo":[{"name":"Mail received","standing":"received","counts":[40,30]}],"telephoneCalls":17,"footnotes":[],"notes":[],"breaks":[],"about":{"asOf":"2019-07-01T09:12:44.1234Z","figures":"published: frozen when each month was published","zone":"Europe/London","countingRules":["automatic mail is not counted"],"models":["2019.1"],"rules":"version 2019.1 of the program","categories":["Applications"],"publications":["2019-06 version 1 (closed) at 2019-07-01 09:12:44 UTC"],"rowsHash":"9c1f"}}""",
        ["series"] = """{"items":[{"month":"2019-06","category":"applications","mailbox":null,"source":null,"standing":"counted","count":23}],"total":1,"next":null}""",
        ["calls"] = """[{"id":1,"day":"2019-06-14","category":"training","note":"asked for the next date"}]""",
        ["log call"] = """{"id":18,"month":"2019-06","calls":18}""",
    };

    public static void AddOpenApiDocument<T>(this T builder) where T : IHostApplicationBuilder => builder.Services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = route => route.RelativePath?.StartsWith("api/v1/", StringComparison.Ordinal) == true;
        options.AddDocumentTransformer((document, _, _) =>
        {
            document.Info = new() { Title = "Helpdesk", Version = "1", Description = "The helpdesk's e-mail by category and month. A key goes into the header X-Api-Key." };
            document.Components ??= new();
            document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>();
            document.Components.SecuritySchemes["key"] = new OpenApiSecurityScheme { Type = SecuritySchemeType.ApiKey, In = ParameterLocation.Header, Name = "X-Api-Key" };
            document.Security = [new() { [new OpenApiSecuritySchemeReference("key", document)] = [] }];
            return Task.CompletedTask;
        });
        options.AddOperationTransformer((operation, _, _) =>
        {
            if (operation.OperationId is { } name && Examples.TryGetValue(name, out var example))
            {
                foreach (var answer in operation.Responses!.Where(r => r.Key is "200" or "201").SelectMany(r => r.Value.Content!.Values).OfType<OpenApiMediaType>())
                {
                    answer.Example = JsonNode.Parse(example);
                }
            }

            return Task.CompletedTask;
        });
    });
}
