using Helpdesk.Accounts;
using Helpdesk.CommandLine;
using Helpdesk.Messages;

namespace Helpdesk.Reporting.Exports;

/// <summary>The files of a month for download: published ones for whoever may see the table, drafts for authors.</summary>
static class ReportDownload
{
    public static void Map(WebApplication app) =>
        app.MapGet("/months/{month}/files/{name}", async (string month, string name, string? @as, int? edition, HttpContext http, ReportExport reports, EditionStore editions, CancellationToken stop) =>
        {
            var published = @as == "published";
            if (!Month.TryParse(month, out var parsed) || ReportFiles.All.FirstOrDefault(f => f.Name == name) is not { } file)
            {
                return Results.NotFound();
            }

            if (!published && !Roles.From(Roles.Author).Any(http.User.IsInRole))
            {
                return Results.Forbid();
            }

            try
            {
                var bytes = edition is { } number
                    ? (await editions.ListAsync(parsed, null, stop)).FirstOrDefault(e => e.Number == number) is { } found ? await editions.FileAsync(found, name, stop) : null
                    : await reports.FileAsync(name, parsed, null, published ? Figures.Published : Figures.Current, null, stop);
                return bytes is null ? Results.NotFound() : Results.File(bytes, file.MediaType, $"{parsed}-{name}");
            }
            catch (Refusal)
            {
                return Results.NotFound();
            }
        }).RequireAuthorization(Roles.Viewer);
}
