using System.Globalization;
using Spectre.Console;

namespace Helpdesk.CommandLine;

/// <summary>Progress of long work on standard error: a bar on a terminal, a plain line now and then elsewhere.</summary>
sealed class ProgressLine
{
    /// <summary>Ten seconds: often enough to show life in a log, seldom enough not to fill it.</summary>
    static readonly TimeSpan PlainEvery = TimeSpan.FromSeconds(10);

    /// <summary>Runs <paramref name="work"/> and shows how far it is; the work reports (done, of all).</summary>
    public static async Task<T> ShowAsync<T>(string what, Func<Action<long, long>, Task<T>> work)
    {
        if (Console.IsErrorRedirected)
        {
            return await work(Plain(what));
        }

        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                var task = context.AddTask(Markup.Escape(what));
                return await work((done, all) =>
                {
                    task.MaxValue = Math.Max(1, all);
                    task.Value = done;
                });
            });
    }

    static Action<long, long> Plain(string what)
    {
        var clock = TimeProvider.System;
        var last = clock.GetTimestamp();
        var gate = new Lock();
        return (done, all) =>
        {
            lock (gate)
            {
                if (done != all && clock.GetElapsedTime(last) < PlainEvery)
                {
                    return;
                }

                last = clock.GetTimestamp();
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {done:N0} of {all:N0}"));
            }
        };
    }
}
