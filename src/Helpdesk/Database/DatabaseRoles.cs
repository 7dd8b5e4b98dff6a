using Npgsql;

namespace Helpdesk.Database;

/// <summary>The role the program runs as in daily life: it reads and writes rows, and can neither change the schema nor what must stay.</summary>
/// <remarks><c>migrate --roles</c> is run by the database's owner and may be repeated; the owner's own log-in is then needed for migrations only.</remarks>
static class DatabaseRoles
{
    public const string App = "helpdesk_app";

    /// <summary>Only ever added to: what was guessed, said, published, and what was erased and why.</summary>
    public static readonly IReadOnlyList<string> AppendOnly =
        ["guesses", "corrections", "publications", "published_counts", "published_estimates", "published_estimate_cells", "privacy_acts", "figure_changes", "audit_answers", "recounts", "message_exports", "category_changes", "schema_versions"];

    public static async Task GrantAsync(NpgsqlDataSource source, CancellationToken stop)
    {
        await using var connection = await source.OpenConnectionAsync(stop);
        await using var transaction = await connection.BeginTransactionAsync(stop);
        await ExecuteAsync($"""
            do $$
            begin
                if not exists (select from pg_roles where rolname = '{App}') then
                    create role {App} nologin;
                end if;
            exception when duplicate_object or unique_violation then
                null; -- somebody made it at this very moment
            end $$;
            revoke create on schema public from public;
            grant usage on schema public, hangfire to {App};
            grant select, insert, update, delete on all tables in schema public, hangfire to {App};
            grant usage, select on all sequences in schema public, hangfire to {App};
            grant execute on all functions in schema public to {App};
            revoke insert on schema_versions from {App};
            """);
        foreach (var table in AppendOnly)
        {
            await ExecuteAsync($"do $$ begin if to_regclass('{table}') is not null then revoke update, delete, truncate on {table} from {App}; end if; end $$");
        }

        await transaction.CommitAsync(stop);

        async Task ExecuteAsync(string sql)
        {
            await using var command = new NpgsqlCommand(sql, connection);
            await command.ExecuteNonQueryAsync(stop);
        }
    }
}
