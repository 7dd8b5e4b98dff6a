using Hangfire.PostgreSql;
using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Jobs;

/// <summary>Gives Hangfire its connections to the helpdesk's own database.</summary>
sealed class JobConnections(HelpdeskDatabase database) : IConnectionFactory
{
    public NpgsqlConnection GetOrCreateConnection() => database.Source.CreateConnection();
}
