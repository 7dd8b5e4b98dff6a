using System.Diagnostics;
using System.Globalization;

namespace Helpdesk.Benchmarks;

/// <summary>What one message takes in the database, table by table with its indexes, and how long the figures take: the ground of docs/scale.md.</summary>
static class SizeBench
{
    public static async Task<int> RunAsync(string[] arguments)
    {
        var messages = arguments is [var given] ? int.Parse(given, CultureInfo.InvariantCulture) : 200_000;
        var clock = Stopwatch.StartNew();
        await using var many = await ManyMessages.FillAsync(messages);
        var filled = clock.Elapsed;
        await using var command = many.Source.CreateCommand("""
            select relname, pg_total_relation_size(oid) from pg_class
            where relnamespace = 'public'::regnamespace and relkind = 'r' and pg_total_relation_size(oid) > 1000000 order by 2 desc
            """);
        long all = 0;
        await using (var rows = await command.ExecuteReaderAsync())
        {
            while (await rows.ReadAsync())
            {
                all += rows.GetInt64(1);
                await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{rows.GetString(0),-24} {(double)rows.GetInt64(1) / messages,8:N0} bytes a message"));
            }
        }

        clock.Restart();
        await many.ExecuteAsync("select * from monthly_counts");
        await Console.Out.WriteLineAsync(string.Create(CultureInfo.InvariantCulture,
            $"{"all",-24} {(double)all / messages,8:N0} bytes a message\n{messages:N0} messages filled in {filled.TotalSeconds:N0} s ({messages / filled.TotalSeconds:N0} a second); every figure read in {clock.Elapsed.TotalMilliseconds:N0} ms"));
        return 0;
    }
}
