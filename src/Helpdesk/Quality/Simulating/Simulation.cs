namespace Helpdesk.Quality.Simulating;

/// <summary>Draws months from labelled mail, answers as many mails as a helpdesk would, and compares every count with the truth.</summary>
/// <param name="mixes">The counts of each month, one for each of <paramref name="names"/>.</param>
sealed class Simulation(IReadOnlyList<string> names, IReadOnlyList<LabelledMail> mails, IReadOnlyList<IReadOnlyList<double>> mixes, double[] trainingMix)
{
    /// <param name="Mails">How many mails a month has.</param>
    /// <param name="Answers">How many people answer, audit sample included.</param>
    /// <param name="Series">How many years of thirteen months.</param>
    public sealed record Size(int Mails, int Audit, int Answers, int Series);

    public IReadOnlyList<SimulationResult> Run(IReadOnlyList<Setting> settings, Size size, Action<long, long> progress, CancellationToken stop)
    {
        IReadOnlyList<IReadOnlyList<int>> months = [.. mixes.Select(m => Scaled(m, size.Mails))];
        var results = settings.Select(_ => new (IReadOnlyList<Series.Cell> Cells, IReadOnlyList<Settling> Promises)[size.Series]).ToArray();
        var done = 0;
        Parallel.For(0, settings.Count * size.Series, new ParallelOptions { CancellationToken = stop, MaxDegreeOfParallelism = Environment.ProcessorCount }, run =>
        {
            var (setting, number) = (run / size.Series, run % size.Series);
            var series = new Series(settings[setting], number, mails, months, trainingMix, size.Audit, size.Answers);
            results[setting][number] = ([.. series.Run(stop)], series.Promises);
            progress(Interlocked.Increment(ref done), settings.Count * size.Series);
        });
        return [.. settings.Select((setting, i) => SimulationResult.Of(setting, size.Series, names, [.. results[i].SelectMany(r => r.Cells)], SimulationResult.Promise.Of([.. results[i].SelectMany(r => r.Promises)])))];
    }

    /// <summary>Whole counts that add up to the month's mail (the largest remainders are rounded up).</summary>
    static int[] Scaled(IReadOnlyList<double> counts, int mails)
    {
        var sum = counts.Sum();
        return WholeCounts.Of([.. counts.Select(c => c / sum * mails)], [.. counts.Select(_ => true)], mails);
    }
}
