using Helpdesk.CommandLine;

namespace Helpdesk.Reporting;

/// <summary>corrected -> monthly series -> table: the figures and how they are printed.</summary>
static class ReportingRoom
{
    public static T AddReporting<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddOptions<ReportingOptions>().BindConfiguration("Reporting").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<FigureStore>();
        builder.Services.AddSingleton<PublishedStore>();
        return builder;
    }

    public static IReadOnlyList<Verb> Verbs() => [ReportingVerbs.Table()];
}
