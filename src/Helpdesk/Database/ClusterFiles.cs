using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Helpdesk.CommandLine;
using Npgsql;

namespace Helpdesk.Database;

/// <summary>The files of the embedded cluster and the server that runs on them: made, started, kept, asked whether it is ready.</summary>
sealed class ClusterFiles(string folder)
{
    const string Port = "5432"; // only the socket file's name: nothing listens on TCP
    const string User = "helpdesk";

    /// <summary>16 MB: PostgreSQL writes its log in files of this size; with less it does not start.</summary>
    const long LeastRoom = 16 << 20;

    readonly string data = Path.Combine(folder, "data");
    readonly string log = Path.Combine(folder, "postgres.log");
    readonly string passwordFile = Path.Combine(folder, "password");
    readonly string users = Path.Combine(folder, "users.lock");
    readonly string starting = Path.Combine(folder, "start.lock");

    public async Task<string> OpenAsync(CancellationToken stop)
    {
        var user = await ServerUser.ForAsync(folder, "postgres", stop);
        var programs = await ProgramsAsync(stop);
        if (!IsMade)
        {
            await InitAsync(user, programs, stop);
        }

        if ((await Tool.RunAsync(user.As(Path.Combine(programs, "pg_ctl"), "status", "-D", data), stop)).ExitCode != 0)
        {
            await StartAsync(user, programs, stop);
        }

        await KeepAsync(user, programs, stop);
        return await ReadyAsync(stop);
    }

    bool IsMade => File.Exists(Path.Combine(data, "PG_VERSION"));

    async Task<string> ProgramsAsync(CancellationToken stop) =>
        PostgresPrograms.Folder(IsMade ? int.Parse(await File.ReadAllTextAsync(Path.Combine(data, "PG_VERSION"), stop), CultureInfo.InvariantCulture) : null);

    async Task InitAsync(ServerUser user, string programs, CancellationToken stop)
    {
        // Made beside and renamed, so that a half-made cluster is never taken for a whole one.
        var half = data + ".new";
        var making = Path.Combine(folder, "making.lock");
        // An initdb whose starter was killed works on and holds this lock until it is done.
        await using (await LockFile.ExclusiveAsync(making, stop))
        {
            if (Directory.Exists(half))
            {
                Directory.Delete(half, recursive: true);
            }
        }

        await WritePasswordAsync(stop);
        await user.GiveAsync(folder, stop);
        var made = await Tool.RunAsync(
            user.As("flock", making, Path.Combine(programs, "initdb"), "-D", half, "-U", User, "--auth=scram-sha-256", $"--pwfile={passwordFile}",
                "--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-instructions"), stop);
        if (made.ExitCode != 0)
        {
            throw new Refusal($"The embedded database could not be made in {folder}: {LastLine(made.Errors)}");
        }

        await File.AppendAllTextAsync(Path.Combine(half, "postgresql.conf"), """

            listen_addresses = ''
            unix_socket_permissions = 0700
            max_connections = 200
            shared_buffers = 128MB
            max_wal_size = 2GB
            default_toast_compression = lz4
            log_min_messages = warning
            log_min_error_statement = panic   # a statement's values may be personal

            """, stop);
        Directory.Move(half, data);
    }

    async Task WritePasswordAsync(CancellationToken stop)
    {
        File.Delete(passwordFile);
        await using var file = new FileStream(passwordFile, new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.Write,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        });
        await file.WriteAsync(Encoding.ASCII.GetBytes(RandomNumberGenerator.GetHexString(40, lowercase: true)), stop);
    }

    async Task StartAsync(ServerUser user, string programs, CancellationToken stop)
    {
        var socket = await SocketFolderAsync(user, stop);
        // A killed server's children may hold its shared memory for a moment longer; then the first try fails.
        for (var attempt = 1; ; attempt++)
        {
            var started = await Tool.RunAsync(
                user.As(Path.Combine(programs, "pg_ctl"), "start", "-D", data, "-w", "-t", "120", "-l", log, "-o", $"-k {socket}"), stop, quiet: true);
            if (started.ExitCode == 0)
            {
                return;
            }

            if (attempt == 5)
            {
                if (new DriveInfo(folder).AvailableFreeSpace < LeastRoom)
                {
                    throw new Refusal($"The embedded database does not start, because the disk is full; free some space where {folder} lies (log: {log})");
                }

                throw new Refusal($"The embedded database does not start: {LastLine(await File.ReadAllTextAsync(log, stop))} (log: {log})");
            }

            await Task.Delay(TimeSpan.FromSeconds(1), stop);
        }
    }

    /// <summary>In the temporary folder: the path of a Unix socket may have 107 bytes only.</summary>
    string SocketFolder => Path.Combine(Path.GetTempPath(), "helpdesk-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(data)))[..12]);

    /// <summary>Makes the socket's folder, open to the server's user alone.</summary>
    async Task<string> SocketFolderAsync(ServerUser user, CancellationToken stop)
    {
        var socket = SocketFolder;
        Directory.CreateDirectory(socket, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var owner = await ServerUser.OwnerAsync(socket, stop);
        if (owner != Environment.UserName && owner != user.Name)
        {
            throw new Refusal($"The folder {socket} for the database's socket belongs to {owner}; remove it.");
        }

        await user.GiveAsync(socket, stop);
        return socket;
    }

    /// <summary>Leaves a process behind that looks after the server while anybody holds <c>users.lock</c>, and stops it then; a second one gives up.</summary>
    /// <remarks>A server that was killed (out of memory) is started again, so that a service that runs on finds it. In step with <see cref="OpenAsync"/> by <c>start.lock</c>.</remarks>
    Task KeepAsync(ServerUser user, string programs, CancellationToken stop)
    {
        string PgCtl(params string[] words) => Line(user.As([Path.Combine(programs, "pg_ctl"), words[0], "-D", data, .. words[1..]]));
        var end = $"{PgCtl("stop", "-m", "fast", "-w")}; rmdir {Quoted(SocketFolder)}";
        var again = $"{PgCtl("status")} || {PgCtl("start", "-w", "-t", "120", "-l", log, "-o", $"-k {SocketFolder}")}";
        // flock says 99 when its five seconds are over: somebody still uses the cluster.
        var keeper = $"while {Line(["flock", "-x", "-w", "5", "-E", "99", users, "-c", end])}; [ $? = 99 ]; do {Line(["flock", "-o", starting, "-c", again])}; done";
        // Waits ten seconds for the place: a keeper that is just stopping the server before us still holds it.
        return Tool.RunAsync(["/bin/sh", "-c", Line(["setsid", "flock", "-w", "10", Path.Combine(folder, "keeper.lock"), "-c", keeper]) + " &"], stop, quiet: true);
    }

    /// <summary>Stops the server at once, for a cluster that is removed.</summary>
    public async Task StopAsync(CancellationToken stop)
    {
        if (IsMade)
        {
            var user = await ServerUser.ForAsync(folder, "postgres", stop);
            await Tool.RunAsync(user.As(Path.Combine(await ProgramsAsync(stop), "pg_ctl"), "stop", "-D", data, "-m", "immediate", "-w"), stop);
        }
    }

    async Task<string> ReadyAsync(CancellationToken stop)
    {
        // Line 5 of postmaster.pid is the socket folder (PostgreSQL, miscadmin.h, LOCK_FILE_LINE_SOCKET_DIR).
        var socket = (await File.ReadAllLinesAsync(Path.Combine(data, "postmaster.pid"), stop))[4];
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = socket,
            Port = int.Parse(Port, CultureInfo.InvariantCulture),
            Username = User,
            Password = await File.ReadAllTextAsync(passwordFile, stop),
            Database = "postgres",
            Pooling = false,
            Options = "-c jit=off", // compiling a statement of a page takes longer than running it, as soon as there are millions of rows
        };
        await using (var admin = new NpgsqlConnection(connection.ConnectionString))
        {
            await OpenWhenReadyAsync(admin, stop);
            await using var exists = new NpgsqlCommand("select 1 from pg_database where datname = 'helpdesk'", admin);
            if (await exists.ExecuteScalarAsync(stop) is null)
            {
                await using var create = new NpgsqlCommand("create database helpdesk", admin);
                await create.ExecuteNonQueryAsync(stop);
            }
        }

        connection.Database = "helpdesk";
        connection.Pooling = true;
        return connection.ConnectionString;
    }

    /// <summary>Adopting a server that is still recovering: it answers "starting up" until it is done.</summary>
    static async Task OpenWhenReadyAsync(NpgsqlConnection admin, CancellationToken stop)
    {
        while (true)
        {
            try
            {
                await admin.OpenAsync(stop);
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.CannotConnectNow)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100), stop);
            }
        }
    }

    static string Line(IEnumerable<string> words) => string.Join(' ', words.Select(Quoted));

    static string Quoted(string word) => $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    static string LastLine(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault("no reason given");
}
