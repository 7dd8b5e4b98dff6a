using System.CommandLine;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Helpdesk.CommandLine;

/// <summary>The program as a whole: the rooms' services, pages and verbs, run for one command line.</summary>
/// <remarks>
/// No verb means <c>serve</c>. Only a verb goes to the parser, because test hosts start the program with options of
/// their own (<c>--environment=...</c>).
/// </remarks>
sealed class HelpdeskProgram(
    Action<IHostApplicationBuilder> services,
    Action<WebApplication> pages,
    Action<IHostApplicationBuilder, bool> logs,
    IReadOnlyList<Verb> verbs)
{
    public static readonly Option<string?> DataFolderOption = new("--data-folder")
    {
        Description = "The folder of the embedded database, keys and exports (setting Helpdesk__DataFolder).",
        HelpName = "FOLDER",
        Recursive = true,
    };

    /// <summary>25 seconds: a worker ends its batch and the demonstration removes its mail; below the 30 that the container and the unit grant.</summary>
    static readonly TimeSpan OrderlyEnd = TimeSpan.FromSeconds(25);

    /// <summary>An argument that begins with "@" is a word like any other ("@firm.example"), no file to read further arguments from.</summary>
    static readonly ParserConfiguration Form = new() { ResponseFileTokenReplacer = null };

    public async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Counts a helpdesk's e-mail by report category and month, and can prove the count.") { DataFolderOption };
        foreach (var verb in verbs)
        {
            Bind(verb);
            root.Add(verb);
        }

        var parsed = args is [] || (args[0].StartsWith('-') && args[0] is not ("--help" or "-h" or "-?" or "--version"))
            ? root.Parse(["serve", .. args.Where(a => !IsForTheHost(a))], Form)
            : root.Parse(args, Form);
        return await parsed.InvokeAsync(new() { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = OrderlyEnd });
    }

    static bool IsForTheHost(string argument) =>
        argument.StartsWith("--environment", StringComparison.Ordinal)
        || argument.StartsWith("--contentRoot", StringComparison.Ordinal)
        || argument.StartsWith("--applicationName", StringComparison.Ordinal);

    void Bind(Verb verb)
    {
        if (verb.Run is not null)
        {
            verb.SetAction((parsed, stop) => RunVerbAsync(verb, parsed, stop));
        }

        foreach (var inner in verb.Subcommands.OfType<Verb>())
        {
            Bind(inner);
        }
    }

    async Task<int> RunVerbAsync(Verb verb, ParseResult arguments, CancellationToken stop)
    {
        try
        {
            using var host = Build(verb, arguments);
            if (!verb.ChecksSettings)
            {
                host.Services.GetService<IStartupValidator>()?.Validate();
            }

            return await verb.Run!(new VerbRun(arguments, host, pages), stop);
        }
        catch (Refusal refusal)
        {
            return await SayAsync(refusal.Message, 1);
        }
        catch (OptionsValidationException invalid)
        {
            return await SayAsync(string.Join(" ", invalid.Failures), 1);
        }
        catch (AggregateException several) when (several.InnerExceptions.All(e => e is OptionsValidationException))
        {
            return await SayAsync(string.Join(" ", several.InnerExceptions.Cast<OptionsValidationException>().SelectMany(e => e.Failures)), 1);
        }
        catch (InvalidDataException broken) when (broken.InnerException is FormatException)
        {
            return await SayAsync($"{broken.Message.TrimEnd('.')}: {broken.GetBaseException().Message}", 1);
        }
        catch (PostgresException full) when (full.SqlState is PostgresErrorCodes.DiskFull)
        {
            return await SayAsync("The database's disk is full; free some space and run this again. What was stored stays.", 1);
        }
        catch (NpgsqlException gone) when (gone is not PostgresException || gone.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow)
        {
            return await SayAsync($"The database does not answer any more ({gone.Message.TrimEnd('.')}); look whether it runs and whether its disk is full, free some space, and run this again. What was stored stays.", 1);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return await SayAsync("Stopped before the end; what was stored stays, and the next run goes on from there.", 130);
        }

        async Task<int> SayAsync(string sentence, int code)
        {
            await arguments.InvocationConfiguration.Error.WriteLineAsync($"helpdesk {verb.Name}: {sentence}");
            return code;
        }
    }

    IHost Build(Verb verb, ParseResult arguments)
    {
        IHostApplicationBuilder builder = verb.ServesPages
            ? WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory })
            : Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings { ContentRootPath = AppContext.BaseDirectory, ApplicationName = "Helpdesk" });
        builder.Configuration.AddJsonFile(Path.Combine(AppContext.BaseDirectory, "appsettings.json"), optional: true)
            .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
            .AddEnvironmentVariables();
        if (arguments.GetValue(DataFolderOption) is { } folder)
        {
            builder.Configuration.AddInMemoryCollection([new("Helpdesk:DataFolder", folder)]);
        }

        if (verb.Settings is { } settings)
        {
            builder.Configuration.AddInMemoryCollection(settings(arguments));
        }

        logs(builder, verb.IsService);
        services(builder);
        if (builder is HostApplicationBuilder plain)
        {
            return plain.Build();
        }

        var web = (WebApplicationBuilder)builder;
        web.WebHost.UseKestrelCore().UseStaticWebAssets();
        return web.Build();
    }
}
