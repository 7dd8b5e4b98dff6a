using Helpdesk.CommandLine;
using Helpdesk.Reporting.Closing;
using Helpdesk.Reporting.Exports;
using Helpdesk.Reporting.Telephone;

namespace Helpdesk.Reporting;

/// <summary>corrected -> monthly series -> table: the figures, the months that are closed and restated, how they are printed.</summary>
static class ReportingRoom
{
    public static T AddReporting<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddOptions<ReportingOptions>().BindConfiguration("Reporting").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<FigureStore>();
        builder.Services.AddSingleton<PublishedStore>();
        builder.Services.AddSingleton<Recount>();
        builder.Services.AddSingleton<Completeness>();
        builder.Services.AddSingleton<NoteStore>();
        builder.Services.AddSingleton<Checklist>();
        builder.Services.AddSingleton<MonthClosing>();
        builder.Services.AddSingleton<Restatement>();
        builder.Services.AddSingleton<ReportStore>();
        builder.Services.AddSingleton<EditionStore>();
        builder.Services.AddSingleton<ReportExport>();
        builder.Services.AddSingleton<CallLog>();
        return builder;
    }

    public static IReadOnlyList<Verb> Verbs() =>
        [ExportVerbs.Table(), ExportVerbs.Section(), ExportVerbs.Chart(), ClosingVerbs.Close(), ClosingVerbs.Restate(), ClosingVerbs.Recount(), CallVerbs.Calls()];
}
