using Helpdesk.CommandLine;
using Helpdesk.Database;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace Helpdesk.Accounts;

/// <summary>People, roles and sign-in.</summary>
static class AccountsRoom
{
    public static T AddAccounts<T>(this T builder) where T : IHostApplicationBuilder
    {
        builder.Services.AddDbContext<AccountsDb>((services, options) => options
            .UseNpgsql(services.GetRequiredService<HelpdeskDatabase>().Source)
            .UseSnakeCaseNamingConvention());
        builder.Services.AddDataProtection().SetApplicationName("helpdesk").PersistKeysToDbContext<AccountsDb>();
        builder.Services.AddSingleton<KeyFile>();
        builder.Services.AddOptions<KeyManagementOptions>().Configure<KeyFile>((keys, file) => keys.XmlEncryptor = new KeyLock(file));
        builder.Services.AddIdentity<Person, Role>(options =>
            {
                options.Password.RequiredLength = 12;
                options.Password.RequireDigit = options.Password.RequireLowercase = options.Password.RequireUppercase = options.Password.RequireNonAlphanumeric = false;
                options.Lockout.MaxFailedAccessAttempts = 5;
                options.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(15);
                options.User.AllowedUserNameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._@+";
            })
            .AddEntityFrameworkStores<AccountsDb>()
            .AddDefaultTokenProviders();
        builder.Services.ConfigureApplicationCookie(options =>
        {
            options.Cookie.Name = "helpdesk";
            options.Cookie.SameSite = SameSiteMode.Lax;
            options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest; // https only where it was set over https
            options.EventsType = typeof(Sessions);
            options.LoginPath = "/sign-in";
            options.AccessDeniedPath = "/not-allowed";
            options.ExpireTimeSpan = TimeSpan.FromHours(10); // a working day
        });
        builder.Services.AddSingleton<Sessions>();
        AddOpenId(builder);
        var policies = builder.Services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        foreach (var role in Roles.All)
        {
            policies.AddPolicy(role, policy => policy.RequireRole(Roles.From(role)));
        }

        policies.AddPolicy(ApiScopes.Figures, ApiScopes.Policy(ApiScopes.Figures, Roles.Viewer));
        policies.AddPolicy(ApiScopes.Calls, ApiScopes.Policy(ApiScopes.Calls, Roles.Analyst));
        builder.Services.AddAuthentication().AddScheme<Microsoft.AspNetCore.Authentication.AuthenticationSchemeOptions, ApiKeySignIn>(ApiKeySignIn.SchemeName, null);
        builder.Services.AddSingleton<ApiKeyStore>();
        builder.Services.AddScoped<PeopleStore>();
        builder.Services.AddSingleton<ReadLog>();
        return builder;
    }

    /// <summary>The organisation's provider, where one is configured.</summary>
    static void AddOpenId(IHostApplicationBuilder builder)
    {
        const string Section = "Authentication:OpenIdConnect";
        builder.Services.AddSettings<OpenIdOptions>(Section);
        builder.Services.AddScoped<OpenIdSignIn>();
        if (!string.IsNullOrWhiteSpace(builder.Configuration[$"{Section}:Authority"]))
        {
            builder.Services.AddAuthentication().AddOpenIdConnect(OpenIdOptions.Scheme, null, _ => { });
            builder.Services.AddOptions<OpenIdConnectOptions>(OpenIdOptions.Scheme).Configure<IOptions<OpenIdOptions>>((connect, options) => OpenIdSignIn.Configure(connect, options.Value));
        }
    }

    public static IReadOnlyList<Verb> Verbs() => [AccountsVerbs.User(), KeyVerbs.Key()];
}
