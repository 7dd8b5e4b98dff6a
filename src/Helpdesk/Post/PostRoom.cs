using Helpdesk.CommandLine;

namespace Helpdesk.Post;

/// <summary>Our own outgoing mail.</summary>
static class PostRoom
{
    public static T AddPost<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddSettings<SmtpOptions>("Smtp");
        builder.Services.AddSingleton<PostOffice>();
        return builder;
    }
}
