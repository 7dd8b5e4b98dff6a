using Npgsql;

namespace Helpdesk.Database;

/// <summary>What a room has to make in the database beside the schema files; <c>migrate</c> runs it as the database's owner.</summary>
sealed record MigrationStep(Func<NpgsqlDataSource, CancellationToken, Task> RunAsync);
