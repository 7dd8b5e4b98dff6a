using Helpdesk.CommandLine;

namespace Helpdesk.Messages;

/// <summary>message -> text -> stored: reading mail, knowing it again, taking it in.</summary>
static class MessagesRoom
{
    public static T AddMessages<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSettings<CountingOptions>("Reporting");
        builder.Services.AddSingleton<Intake>();
        builder.Services.AddSingleton<ParkedMail>();
        return builder;
    }
}
