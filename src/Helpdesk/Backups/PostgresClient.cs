using System.Diagnostics;
using System.Globalization;
using Helpdesk.CommandLine;
using Helpdesk.Database;
using Npgsql;

namespace Helpdesk.Backups;

/// <summary>Runs <c>pg_dump</c> and <c>pg_restore</c> of the installed PostgreSQL against a database.</summary>
static class PostgresClient
{
    /// <summary>Runs a program; its input or output, if any, goes through the given stream.</summary>
    /// <exception cref="Refusal">The program failed; says its last line.</exception>
    public static async Task RunAsync(int server, string program, string connection, IEnumerable<string> arguments, Stream? input, Stream? output, CancellationToken stop)
    {
        var start = new ProcessStartInfo(Path.Combine(PostgresPrograms.ClientFolder(server), program), arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = "/",
        };
        foreach (var (name, value) in Environment(new(connection)))
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync(stop);
        var reading = process.StandardOutput.BaseStream.CopyToAsync(output ?? Stream.Null, stop);
        try
        {
            await FeedAsync(process, input, stop);
            await reading;
            await process.WaitForExitAsync(stop);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        if (process.ExitCode != 0)
        {
            throw new Refusal($"{program} failed: {LastLine(await errors)}");
        }
    }

    /// <summary>A program that gives up early closes its end; what it says of the reason counts then, not the broken pipe.</summary>
    static async Task FeedAsync(Process process, Stream? input, CancellationToken stop)
    {
        try
        {
            if (input is not null)
            {
                await input.CopyToAsync(process.StandardInput.BaseStream, stop);
            }

            process.StandardInput.Close();
        }
        catch (IOException) when (process.WaitForExit(TimeSpan.FromSeconds(5)) && process.ExitCode != 0)
        {
            // Its exit code and its last line tell.
        }
    }

    /// <summary>The connection as libpq wants it; the password goes by the environment, which other users cannot read, and never by the arguments.</summary>
    static IEnumerable<(string Name, string? Value)> Environment(NpgsqlConnectionStringBuilder connection)
    {
        yield return ("PGHOST", connection.Host);
        yield return ("PGPORT", connection.Port.ToString(CultureInfo.InvariantCulture));
        yield return ("PGUSER", connection.Username);
        yield return ("PGPASSWORD", connection.Password);
        yield return ("PGDATABASE", connection.Database);
        yield return ("PGSSLROOTCERT", connection.RootCertificate);
        yield return ("PGSSLMODE", connection.SslMode switch
        {
            SslMode.Disable => "disable",
            SslMode.Allow => "allow",
            SslMode.Prefer => "prefer",
            SslMode.Require => "require",
            SslMode.VerifyCA => "verify-ca",
            SslMode.VerifyFull => "verify-full",
        });
        yield return ("LC_ALL", "C.UTF-8");
    }

    static string LastLine(string errors) => errors.Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault("it said nothing").Trim();
}
