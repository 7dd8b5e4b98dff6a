using System.CommandLine;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Helpdesk.Jobs;

namespace Helpdesk.Pages;

/// <summary><c>serve</c> (the default) and <c>worker</c>: the program as a service.</summary>
static class ServeVerb
{
    public static Verb Serve()
    {
        var noWorker = new Option<bool>("--no-worker") { Description = "Only the pages; 'helpdesk worker' does the polling elsewhere." };
        var urls = new Option<string?>("--urls") { Description = $"The address to answer on (setting Urls); {PagesRoom.DefaultUrl} if left out.", HelpName = "URL" };
        return new("serve", "Serves the pages and runs the worker.", async (run, stop) =>
        {
            await run.Get<HelpdeskDatabase>().OpenAsync(stop);
            var url = run.Value(urls) ?? (run.Get<IConfiguration>().HasAddress() ? null : PagesRoom.DefaultUrl);
            var addresses = await run.StartAsync(url, stop);
            await Console.Error.WriteLineAsync($"helpdesk: serving {string.Join(", ", addresses)}; stop with Ctrl+C.");
            await run.UntilStoppedAsync(stop);
            return 0;
        })
        {
            ServesPages = true,
            IsService = true,
            Settings = arguments => [new(JobsRoom.WorkerSetting, arguments.GetValue(noWorker) ? "false" : "true")],
            Options = { noWorker, urls },
        };
    }

    public static Verb Worker() => new("worker", "Runs the worker without pages.", async (run, stop) =>
    {
        await run.Get<HelpdeskDatabase>().OpenAsync(stop);
        await run.StartAsync(null, stop);
        await Console.Error.WriteLineAsync("helpdesk: the worker runs; stop with Ctrl+C.");
        await run.UntilStoppedAsync(stop);
        return 0;
    })
    {
        IsService = true,
        Settings = _ => [new(JobsRoom.WorkerSetting, "true")],
    };
}
