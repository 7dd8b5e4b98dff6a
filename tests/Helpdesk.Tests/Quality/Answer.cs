using System.Text.Json;
using Helpdesk.Tests.Support;

namespace Helpdesk.Tests.Quality;

/// <summary>What the verb <c>quality</c> says to programs.</summary>
static class Answer
{
    public static readonly int[] Month = [30, 120, 20, 60, 50, 70, 200, 250, 8, 30, 90];

    public static async Task<JsonElement> OfAsync(string database, string month, params string[] more)
    {
        var run = (await HelpdeskRun.OnAsync(database, ["quality", "--month", month, "--json", .. more])).Succeeded();
        return JsonDocument.Parse(run.Output).RootElement;
    }

    public static IReadOnlyList<JsonElement> Cells(this JsonElement quality) => [.. quality.GetProperty("cells").EnumerateArray()];

    public static int Of(this JsonElement element, string name) => element.GetProperty(name).GetInt32();

    public static string Said(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static string Limits(this JsonElement quality) => string.Join(' ', quality.GetProperty("limits").EnumerateArray().Select(l => l.GetString()));
}
