namespace Helpdesk.Post;

/// <summary>Our own outgoing mail.</summary>
static class PostRoom
{
    public static T AddPost<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddOptions<SmtpOptions>().BindConfiguration("Smtp").ValidateDataAnnotations().ValidateOnStart();
        builder.Services.AddSingleton<PostOffice>();
        return builder;
    }
}
