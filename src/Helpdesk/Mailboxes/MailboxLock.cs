using Npgsql;

namespace Helpdesk.Mailboxes;

/// <summary>One reader for each mailbox, whatever the number of workers: an advisory lock that dies with its connection.</summary>
sealed class MailboxLock : IAsyncDisposable
{
    /// <summary>"mbox" in ASCII: the right to read a mailbox now.</summary>
    public const int Reading = 0x6d626f78;

    /// <summary>"idle" in ASCII: the right to listen to a mailbox.</summary>
    public const int Listening = 0x69646c65;

    /// <summary>"tell" in ASCII: the right to compare what holds with what was told.</summary>
    public const int Telling = 0x74656c6c;

    readonly NpgsqlConnection connection;
    readonly int space;
    readonly string mailbox;

    MailboxLock(NpgsqlConnection connection, int space, string mailbox)
    {
        this.connection = connection;
        this.space = space;
        this.mailbox = mailbox;
    }

    /// <summary>Null when somebody else holds it.</summary>
    public static async Task<MailboxLock?> TryTakeAsync(NpgsqlDataSource source, int space, string mailbox, CancellationToken stop)
    {
        var connection = await source.OpenConnectionAsync(stop);
        await using var command = new NpgsqlCommand("select pg_try_advisory_lock($1, hashtext($2))", connection)
        {
            Parameters = { new() { Value = space }, new() { Value = mailbox } },
        };
        if (await command.ExecuteScalarAsync(stop) is true)
        {
            return new(connection, space, mailbox);
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
                Parameters = { new() { Value = space }, new() { Value = mailbox } },
            };
            await command.ExecuteNonQueryAsync();
        }

        await connection.DisposeAsync();
    }
}
