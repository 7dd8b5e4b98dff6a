using Helpdesk.Database;
using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Classification;

/// <summary>Keeps what was guessed: the tables <c>models</c> and <c>guesses</c>, which are only ever added to.</summary>
static class GuessStore
{
    /// <summary>The number of a model's row, which it gets with its first guess.</summary>
    /// <exception cref="CommandLine.Refusal">The model answers with something that is no category of the report.</exception>
    public static async Task<int> RegisterAsync(NpgsqlConnection connection, TrainedModel model, CancellationToken stop)
    {
        var categories = await Categories.ReadAsync(connection, stop);
        var unknown = model.Labels.Where(l => !categories.ContainsKey(l)).ToList();
        if (unknown.Count > 0)
        {
            throw new CommandLine.Refusal($"The model {model.Version} knows categories that the report does not have ({string.Join(", ", unknown)}); promote a model trained on the report's categories.");
        }

        // Two statements: the second sees a row that another worker added in between.
        await using var add = new NpgsqlCommand("insert into models (version, category_ids) values ($1, $2) on conflict (version) do nothing", connection)
        {
            Parameters = { new() { Value = model.Version }, new() { Value = model.Labels.Select(l => categories[l]).ToArray() } },
        };
        await add.ExecuteNonQueryAsync(stop);
        await using var find = new NpgsqlCommand("select id from models where version = $1", connection) { Parameters = { new() { Value = model.Version } } };
        return (int)(await find.ExecuteScalarAsync(stop))!;
    }

    /// <summary>Appends one guess for each message, inside the caller's transaction.</summary>
    public static async Task AppendAsync(NpgsqlConnection connection, int model, IReadOnlyDictionary<string, short> categories, IReadOnlyList<(long Message, Guess Guess)> guesses, CancellationToken stop)
    {
        await using var copy = await connection.BeginBinaryImportAsync(
            "copy guesses (message_id, category_id, confidence, scores, source, rule, model_id, doubtful) from stdin (format binary)", stop);
        foreach (var (message, guess) in guesses)
        {
            await copy.StartRowAsync(stop);
            await copy.WriteAsync(message, NpgsqlDbType.Bigint, stop);
            await copy.WriteAsync(categories[guess.Category], NpgsqlDbType.Smallint, stop);
            await copy.WriteAsync(guess.Confidence, NpgsqlDbType.Real, stop);
            await copy.WriteAsync(guess.Scores, NpgsqlDbType.Array | NpgsqlDbType.Real, stop);
            await copy.WriteAsync(guess.Rule is null ? "model" : "rule", NpgsqlDbType.Text, stop);
            if (guess.Rule is null)
            {
                await copy.WriteNullAsync(stop);
            }
            else
            {
                await copy.WriteAsync(guess.Rule, NpgsqlDbType.Text, stop);
            }

            await copy.WriteAsync(model, NpgsqlDbType.Integer, stop);
            await copy.WriteAsync(guess.Doubtful, NpgsqlDbType.Boolean, stop);
        }

        await copy.CompleteAsync(stop);
    }
}
