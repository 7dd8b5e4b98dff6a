using Helpdesk.Benchmarks;
using Helpdesk.Benchmarks.Classify;
using Helpdesk.Benchmarks.Ingest;

// A small dispatcher: one class for each bench, one line for each class.
var benches = new Dictionary<string, Func<string[], Task<int>>>(StringComparer.Ordinal)
{
    ["pages"] = PagesBench.RunAsync,
    ["review"] = ReviewBench.RunAsync,
    ["size"] = SizeBench.RunAsync,
    ["soak"] = SoakBench.RunAsync,
    ["table"] = TableBench.RunAsync,
    ["years"] = YearsBench.RunAsync,
    ["ingest"] = IngestBench.RunAsync,
    ["quality"] = QualityBench.RunAsync,
    ["classify"] = ClassifyBench.RunAsync,
};
if (args is [var name, .. var rest] && benches.TryGetValue(name, out var bench))
{
    return await bench(rest);
}

await Console.Error.WriteLineAsync($"helpdesk bench: name one of {string.Join(", ", benches.Keys)}.");
return 2;
