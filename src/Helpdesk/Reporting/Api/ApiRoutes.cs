using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Reporting.Exports;
using Microsoft.AspNetCore.Mvc;

namespace Helpdesk.Reporting.Api;

/// <summary>The addresses under <c>/api/v1</c>: JSON or CSV, with ETags, pages, and problem details for what is refused.</summary>
static class ApiRoutes
{
    const string Root = "/api/v1";

    /// <summary>A hundred rows unless asked for more; ten thousand are a few hundred kilobytes.</summary>
    const int UsualPage = 100, LargestPage = 10_000;

    public static void Map(WebApplication app)
    {
        var read = app.MapGroup(Root).RequireAuthorization(ApiScopes.Figures).AddEndpointFilter(RefusalsAsProblemsAsync);
        read.MapGet("/categories", (FiguresApi api, HttpContext http, CancellationToken stop) => AnswerAsync(http, () => api.CategoriesAsync(stop)))
            .Described<IReadOnlyList<ApiAnswers.Category>>("categories", "The report's categories in print order, with the months they are in force.");
        read.MapGet("/months", async (FiguresApi api, HttpContext http, [FromQuery] int? page, [FromQuery] int? pageSize, CancellationToken stop) =>
                Answer(http, Paged(http, await api.MonthsAsync(stop), page, pageSize)))
            .Described<ApiAnswers.Page<ApiAnswers.MonthState>>("months", "Every month with its state and totals, newest first.");
        read.MapGet("/months/{month}/versions", (FiguresApi api, HttpContext http, string month, CancellationToken stop) => AnswerAsync(http, () => api.VersionsAsync(FiguresApi.ParseMonth("month", month), stop)))
            .Described<IReadOnlyList<ApiAnswers.Version>>("versions", "The published versions of a month, oldest first.");
        read.MapGet("/table", async (FiguresApi api, HttpContext http, [FromQuery] string month, [FromQuery] int? months, [FromQuery] string? @as, [FromQuery] string? asOf, [FromQuery] string? format, CancellationToken stop) =>
            {
                var chosen = Format(http, format);
                return Bytes(http, await api.TableAsync(chosen, month, months, @as, asOf, stop), chosen);
            })
            .Described<JsonTable.Json>("table", "The report's table: as JSON, or as CSV with format=csv or Accept: text/csv.");
        read.MapGet("/series", async (FiguresApi api, HttpContext http, [FromQuery] string from, [FromQuery] string to, [FromQuery] string? by, [FromQuery] string? @as, [FromQuery] string? asOf, [FromQuery] string? format, [FromQuery] int? page, [FromQuery] int? pageSize, CancellationToken stop) =>
            {
                var series = await api.SeriesAsync(from, to, by, @as, asOf, stop);
                return Format(http, format) == "csv" ? Bytes(http, Csv(series), "csv") : Answer(http, Paged(http, series, page, pageSize));
            })
            .Described<ApiAnswers.Page<ApiAnswers.Figure>>("series", "The monthly series by category, mailbox and source (by=category,mailbox,source), with every standing, so that received = counted + the rest; in published months that print estimates the source adjusted has what these add or take.");
        read.MapGet("/calls", (FiguresApi api, HttpContext http, [FromQuery] string month, CancellationToken stop) => AnswerAsync(http, () => api.CallsAsync(month, stop)))
            .Described<IReadOnlyList<ApiAnswers.Call>>("calls", "The telephone calls of a month.");

        app.MapGroup(Root).RequireAuthorization(ApiScopes.Calls).AddEndpointFilter(RefusalsAsProblemsAsync)
            .MapPost("/calls", async (FiguresApi api, HttpContext http, ApiAnswers.NewCall call, CancellationToken stop) =>
                Results.Json(await api.LogAsync(call, http.User.Identity?.Name ?? "", stop), ReportJson.Form, statusCode: StatusCodes.Status201Created))
            .WithName("log call").WithSummary("Logs a telephone call.").Produces<ApiAnswers.Logged>(StatusCodes.Status201Created).ProducesProblem(StatusCodes.Status400BadRequest)
            .ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);
        app.MapFallback("/api/{**rest}", () => Results.Problem(title: "There is no such address", detail: "The addresses are listed in /openapi/v1.json.", statusCode: StatusCodes.Status404NotFound)).AllowAnonymous();
        app.MapOpenApi("/openapi/{documentName}.json").AllowAnonymous();
    }

    static RouteHandlerBuilder Described<T>(this RouteHandlerBuilder route, string name, string summary) => route
        .WithName(name).WithSummary(summary).Produces<T>().Produces(StatusCodes.Status304NotModified)
        .ProducesProblem(StatusCodes.Status400BadRequest).ProducesProblem(StatusCodes.Status401Unauthorized).ProducesProblem(StatusCodes.Status403Forbidden);

    static async ValueTask<object?> RefusalsAsProblemsAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (Refusal refusal)
        {
            return Results.Problem(title: "The request cannot be answered", detail: refusal.Message, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    static async Task<IResult> AnswerAsync<T>(HttpContext http, Func<Task<T>> answer) => Answer(http, await answer());

    static IResult Answer<T>(HttpContext http, T answer) => Bytes(http, JsonSerializer.SerializeToUtf8Bytes(answer, ReportJson.Form), "json");

    static IResult Bytes(HttpContext http, byte[] body, string format)
    {
        var tag = $"\"{Convert.ToHexStringLower(SHA256.HashData(body))[..32]}\"";
        http.Response.Headers.ETag = tag;
        http.Response.Headers.CacheControl = "private, no-cache";
        http.Response.Headers.Vary = "Accept, X-Api-Key, Authorization, Cookie";
        return http.Request.Headers.IfNoneMatch.Any(given => given is not null && given.Split(',').Any(t => t.Trim() == tag || t.Trim() == "W/" + tag))
            ? Results.StatusCode(StatusCodes.Status304NotModified)
            : Results.Bytes(body, format == "csv" ? "text/csv; charset=utf-8" : "application/json");
    }

    static string Format(HttpContext http, string? format) => format switch
    {
        null => http.Request.Headers.Accept.Any(a => a is not null && a.Contains("text/csv", StringComparison.OrdinalIgnoreCase)) ? "csv" : "json",
        "csv" or "json" => format,
        _ => throw new Refusal($"format is '{format}'; it must be json or csv."),
    };

    static ApiAnswers.Page<T> Paged<T>(HttpContext http, IReadOnlyList<T> all, int? page, int? pageSize)
    {
        var (number, size) = (page ?? 1, pageSize ?? UsualPage);
        if (number < 1 || size is < 1 or > LargestPage)
        {
            throw new Refusal($"page is {number} and pageSize {size}; pages count from 1, and a page has 1 to {LargestPage} rows.");
        }

        var more = (long)number * size < all.Count;
        var query = http.Request.Query.Where(q => q.Key is not ("page" or "pageSize")).SelectMany(q => q.Value.Select(v => new KeyValuePair<string, string?>(q.Key, v)))
            .Append(new("page", (number + 1).ToString(CultureInfo.InvariantCulture))).Append(new("pageSize", size.ToString(CultureInfo.InvariantCulture)));
        return new([.. all.Skip((int)Math.Min((long)(number - 1) * size, int.MaxValue)).Take(size)], all.Count, more ? http.Request.Path + QueryString.Create(query) : null);
    }

    static byte[] Csv(IReadOnlyList<ApiAnswers.Figure> series)
    {
        var text = new StringBuilder();
        CsvTable.Line(text, ["month", "category", "mailbox", "source", "standing", "count"]);
        foreach (var figure in series)
        {
            CsvTable.Line(text, [figure.Month, figure.Category ?? "", figure.Mailbox ?? "", figure.Source ?? "", figure.Standing, figure.Count.ToString(CultureInfo.InvariantCulture)]);
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
