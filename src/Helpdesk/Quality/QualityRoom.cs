using Helpdesk.CommandLine;
using Helpdesk.Quality.Simulating;
using Helpdesk.Quality.Topics;
using Helpdesk.Reporting.Closing;

namespace Helpdesk.Quality;

/// <summary>How far the counts can be trusted: the audit sample, adjusted counts with intervals, what moved.</summary>
static class QualityRoom
{
    public static T AddQuality<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSettings<QualityOptions>("Quality");
        builder.Services.AddSingleton<ModelMixes>();
        builder.Services.AddSingleton<MonthMail>();
        builder.Services.AddSingleton<MonthStamps>();
        builder.Services.AddSingleton<SecondOpinions>();
        builder.Services.AddSingleton<QualityBook>();
        builder.Services.AddSingleton<AuditStore>();
        builder.Services.AddSingleton<WordWatch>();
        builder.Services.AddSingleton<TopicWatch>();
        builder.Services.AddSingleton<QualityRefresh>();
        builder.Services.AddSingleton<AdjustedMonths>();
        builder.Services.AddSingleton<AdjustedMonth.Ask>(rooms => rooms.GetRequiredService<AdjustedMonths>().ReadAsync);
        return builder;
    }

    public static IReadOnlyList<Verb> Verbs() => [QualityVerb.Quality(), SimulateVerb.Simulate()];
}
