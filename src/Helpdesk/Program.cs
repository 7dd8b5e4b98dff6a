using Helpdesk.Accounts;
using Helpdesk.Backups;
using Helpdesk.Classification;
using Helpdesk.CommandLine;
using Helpdesk.Corrections;
using Helpdesk.Database;
using Helpdesk.Demo;
using Helpdesk.Imports;
using Helpdesk.Jobs;
using Helpdesk.Mailboxes;
using Helpdesk.Messages;
using Helpdesk.Pages;
using Helpdesk.Post;
using Helpdesk.Privacy;
using Helpdesk.Quality;
using Helpdesk.Reporting;
using Helpdesk.Watching;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Compact;

// The contents page: one line for each room, in the order of the sentence
// mailbox -> message -> text -> category -> stored -> corrected -> monthly series -> table.
return await new HelpdeskProgram(
    services: builder => builder
        .AddMailboxes()
        .AddMessages()
        .AddImports()
        .AddClassification()
        .AddCorrections()
        .AddReporting()
        .AddQuality()
        .AddAccounts()
        .AddPost()
        .AddPages()
        .AddJobs()
        .AddWatching()
        .AddPrivacy()
        .AddBackups()
        .AddDatabase(),
    pages: app => app
        .MapPages()
        .MapReporting()
        .MapJobs()
        .MapWatching(),
    logs: (builder, isService) => builder.Services.AddSerilog(log =>
    {
        log.MinimumLevel.Is(isService ? LogEventLevel.Information : LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .Enrich.FromLogContext();
        if (isService && Console.IsOutputRedirected)
        {
            log.WriteTo.Console(new CompactJsonFormatter());
        }
        else
        {
            log.WriteTo.Console(formatProvider: System.Globalization.CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
        }
    }),
    verbs:
    [
        .. MailboxesRoom.Verbs(),
        .. ImportsRoom.Verbs(),
        .. ClassificationRoom.Verbs(),
        .. ReportingRoom.Verbs(),
        .. QualityRoom.Verbs(),
        .. AccountsRoom.Verbs(),
        .. PagesRoom.Verbs(),
        .. DatabaseRoom.Verbs(),
        .. BackupsRoom.Verbs(),
        .. PrivacyRoom.Verbs(),
        new Verb("export", "Writes what is kept as files.") { CorrectionsVerbs.Export(), PrivacyVerbs.ExportPerson() },
        .. CommandLineRoom.Verbs(),
        .. DemoRoom.Verbs(),
    ]).RunAsync(args);
