using Helpdesk.CommandLine;

namespace Helpdesk.Pages;

/// <summary>What all pages share: layout, headers, the address they answer on, and <c>serve</c> itself.</summary>
static class PagesRoom
{
    public const string DefaultUrl = "http://127.0.0.1:5080";

    public static T AddPages<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddRazorPages(options => options.RootDirectory = "/");
        builder.Services.AddRequestTimeouts();
        return builder;
    }

    public static WebApplication MapPages(this WebApplication app)
    {
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
        app.UseAuthentication();
        app.UseAuthorization();
        app.MapRazorPages();
        return app;
    }

    public static IReadOnlyList<Verb> Verbs() => [ServeVerb.Serve(), ServeVerb.Worker()];
}
