using Helpdesk.CommandLine;

namespace Helpdesk.Pages;

/// <summary>What all pages share: layout, headers, the address they answer on, and <c>serve</c> itself.</summary>
static class PagesRoom
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    /// <summary>Whether the settings say where to answer, so that no verb's own address takes their place.</summary>
    public static bool HasAddress(this IConfiguration settings) =>
        settings["Urls"] is not null || settings["HTTP_PORTS"] is not null || settings.GetSection("Kestrel:Endpoints").Exists();

    public static T AddPages<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddRazorPages(options => options.RootDirectory = "/");
        builder.Services.AddRequestTimeouts();
        builder.Services.AddLimits(builder.Configuration);
        builder.Services.AddSingleton<RequestLog>();
        return builder;
    }

    public static WebApplication MapPages(this WebApplication app)
    {
        app.UseForwardedHeaders();
        app.UseHsts();
        var log = app.Services.GetRequiredService<RequestLog>();
        app.Use(next => context => log.WriteAsync(context, next));
        app.Use(async (context, next) =>
        {
            var headers = context.Response.Headers;
            headers.ContentSecurityPolicy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "same-origin";
            await next();
        });
        app.UseStatusCodePagesWithReExecute("/problem", "?status={0}");
        app.UseExceptionHandler("/problem");
        app.UseStaticFiles();
        app.UseRouting();
        app.UseRateLimiter();
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapRazorPages();
        return app;
    }

    public static IReadOnlyList<Verb> Verbs() => [ServeVerb.Serve(), ServeVerb.Worker()];
}
