using Helpdesk.CommandLine;
using Helpdesk.Reporting.Api;
using Helpdesk.Reporting.CategorySet;
using Helpdesk.Reporting.Closing;
using Helpdesk.Reporting.Delivery;
using Helpdesk.Reporting.Exports;
using Helpdesk.Reporting.Telephone;

namespace Helpdesk.Reporting;

/// <summary>corrected -> monthly series -> table: the figures, the months that are closed and restated, how they are printed.</summary>
static class ReportingRoom
{
    public static T AddReporting<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSettings<ReportingOptions>("Reporting");
        builder.Services.AddSingleton<FigureStore>();
        builder.Services.AddSingleton<PublishedStore>();
        builder.Services.AddSingleton<EstimateStore>();
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
        builder.Services.AddSingleton<CategoryStore>();
        builder.Services.AddSettings<DeliveryOptions>("Delivery");
        builder.Services.AddSingleton<EditionPost>();
        builder.Services.AddSingleton<Reconciliation>();
        builder.Services.AddSingleton<CellStore>();
        builder.Services.AddSingleton<MonthStates>();
        builder.Services.AddSingleton<MonthPage>();
        builder.Services.AddSingleton<FiguresApi>();
        builder.AddOpenApiDocument();
        return builder;
    }

    public static WebApplication MapReporting(this WebApplication app)
    {
        ApiRoutes.Map(app);
        ReportDownload.Map(app);
        return app;
    }

    public static IReadOnlyList<Verb> Verbs() =>
        [ExportVerbs.Table(), ExportVerbs.Section(), ExportVerbs.Chart(), ClosingVerbs.Close(), ClosingVerbs.Restate(), ClosingVerbs.Recount(), CallVerbs.Calls()];
}
