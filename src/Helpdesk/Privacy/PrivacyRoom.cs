using Helpdesk.CommandLine;

namespace Helpdesk.Privacy;

/// <summary>How long what people wrote is kept, and what they may ask for.</summary>
static class PrivacyRoom
{
    public static T AddPrivacy<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSettings<RetentionOptions>("Retention");
        builder.Services.AddSingleton<Retention>();
        builder.Services.AddSingleton<PersonalMail>();
        return builder;
    }

    public static IReadOnlyList<Verb> Verbs() => [PrivacyVerbs.Purge()];
}
