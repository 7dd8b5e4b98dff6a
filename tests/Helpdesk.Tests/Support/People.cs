using Helpdesk.Accounts;
using Helpdesk.Database;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Helpdesk.Tests.Support;

/// <summary>Adds people as the verb <c>user add</c> does, without a process for each.</summary>
static class People
{
    /// <returns>The password.</returns>
    public static async Task<string> AddAsync(string connection, string name, string role)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new());
        builder.Configuration.AddInMemoryCollection([new("ConnectionStrings:Helpdesk", connection)]);
        builder.AddAccounts().AddDatabase();
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddLogging();
        using var host = builder.Build();
        await host.Services.GetRequiredService<HelpdeskDatabase>().OpenAsync(TestContext.Current.CancellationToken);
        await using var scope = host.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<PeopleStore>().AddAsync(name, role, null);
    }
}
