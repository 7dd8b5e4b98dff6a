using Npgsql;

namespace Helpdesk.Mailboxes;

/// <summary>One reader for each mailbox, whatever the number of workers: an advisory lock that dies with its connection.</summary>
sealed class MailboxLock : IAsyncDisposable
{
    /// <summary>"mbox" in ASCII: our own space among advisory locks.</summary>
    const int Space = 0x6d626f78;

    readonly NpgsqlConnection connection;
    readonly string mailbox;

    MailboxLock(NpgsqlConnection connection, string mailbox)
    {
        this.connection = connection;
        this.mailbox = mailbox;
    }

    /// <summary>Null when somebody else reads the mailbox now.</summary>
    public static async Task<MailboxLock?> TryTakeAsync(NpgsqlDataSource source, string mailbox, CancellationToken stop)
    {
        var connection = await source.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1, hashtext($2))", connection)
        {
            Parameters = { new() { Value = Space }, new() { Value = mailbox } },
        };
        if (await command.ExecuteScalarAsync(stop) is true)
        {
            return new(connection, mailbox);
        }

        await connection.DisposeAsync();
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (connection.FullState.HasFlag(System.Data.ConnectionState.Open))
        {
            await using var command = new NpgsqlCommand("select pg_advisory_unlock($1, hashtext($2))", connection)
            {
                Parameters = { new() { Value = Space }, new() { Value = mailbox } },
            };
            await command.ExecuteNonQueryAsync();
        }

        await connection.DisposeAsync();
    }
}
