using System.Globalization;
using Helpdesk.Tests.Support;
using Npgsql;
using NpgsqlTypes;

namespace Helpdesk.Tests.Quality;

/// <summary>Months of judged mail whose true categories are known: the subject ends in the category's number, and the scores mean what they say.</summary>
sealed class JudgedMonths(string database)
{
    static readonly double[] Sureness = [0.995, 0.995, 0.99, 0.97, 0.9, 0.7, 0.5];

    readonly Random random = new(20190607);

    public string Database => database;

    public static async Task<JudgedMonths> NewAsync(Servers servers)
    {
        var months = new JudgedMonths(await servers.NewDatabaseAsync());
        await months.DoAsync("""
            insert into mailboxes (name) values ('helpdesk');
            insert into folders (mailbox_id, name, uid_validity, last_success_at, compared_at) values (1, 'INBOX', 1, '2026-01-01Z', '2026-01-01Z');
            insert into models (version, category_ids) values ('tested', array(select id from categories order by id));
            insert into model_mixes (model_id, mix, calibrated) values (1, array_fill(1.0 / 11, array[11]), true)
            """);
        return months;
    }

    /// <summary>A month of mail; so many of each category truly, by category number.</summary>
    /// <param name="knowing">False: the truth has nothing to do with the scores.</param>
    public async Task<JudgedMonths> AddAsync(string month, int[] truly, bool knowing = true)
    {
        var mails = new List<(short Guess, short Truth, float[] Scores)>();
        foreach (var (c, count) in truly.Index())
        {
            mails.AddRange(Enumerable.Range(0, count).Select(_ => Mail(c, knowing)));
        }

        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(mails));
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand($$"""
            with given as (
                select guess, truth, scores::real[] as scores, n from unnest($1::smallint[], $2::smallint[], $3::text[]) with ordinality g (guess, truth, scores, n)
            ),
            come as (
                insert into messages (fingerprint, mailbox_id, month, received_at, thread, size, internal, parked)
                select sha256(uuid_send(gen_random_uuid())), 1, date '{{month}}-01', timestamptz '{{month}}-01 12:00Z' + n * interval '10 minutes', substring(sha256(uuid_send(gen_random_uuid())) for 16), 100, false, false
                from given order by n returning id, received_at
            ),
            numbered as (select id, received_at, row_number() over (order by id) as n from come),
            written as (
                insert into message_texts (message_id, from_name, from_address, recipients, subject, body, new_text, attachments)
                select id, 'Priya Nair', 'priya@calderwyn.example', array['helpdesk@secas.example'], 'Question ' || n || ' of ' || truth, 'Which section covers case ' || n || '?', 'Which section covers case ' || n || '?', '{}'
                from numbered join given using (n)
            ),
            judged as (
                insert into guesses (message_id, category_id, confidence, scores, source, model_id)
                select id, guess, scores[guess], scores, 'model', 1 from numbered join given using (n)
            )
            insert into deliveries (folder_id, uid_validity, uid, message_id, received_at, brought, rematched) select 1, 1, id, id, received_at, true, false from numbered
            """);
        command.Parameters.Add(new() { Value = mails.Select(m => m.Guess).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
        command.Parameters.Add(new() { Value = mails.Select(m => m.Truth).ToArray(), NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Smallint });
        command.Parameters.Add(new() { Value = mails.Select(m => "{" + string.Join(',', m.Scores.Select(s => s.ToString(CultureInfo.InvariantCulture))) + "}").ToArray() });
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        return this;
    }

    /// <summary>Lets people answer the sample blind and by the truth, so many of it.</summary>
    public async Task AnswerAsync(string month, int answers = 1000, int person = 1) => await DoAsync(string.Create(CultureInfo.InvariantCulture, $"""
        with answered as (
            insert into audit_answers (message_id, person_id, category_id)
            select d.message_id, {person}, split_part(t.subject, ' of ', 2)::smallint from audit_draws d join message_texts t using (message_id)
            where d.month = '{month}-01' order by d.turn limit {answers}
            on conflict do nothing
            returning message_id, category_id
        )
        insert into corrections (message_id, kind, category_id, person_id) select message_id, 'category', category_id, {person} from answered
        """));

    /// <summary>How many mails each category truly has, by category number.</summary>
    public async Task<int[]> TruthAsync(string month)
    {
        var rows = await Rows.ListAsync(database, $"select split_part(t.subject, ' of ', 2), count(*) from messages m join message_texts t on t.message_id = m.id where m.month = '{month}-01' group by 1");
        var counts = rows.Select(r => r.Split('|')).ToDictionary(r => int.Parse(r[0], CultureInfo.InvariantCulture), r => int.Parse(r[1], CultureInfo.InvariantCulture));
        return [.. Enumerable.Range(1, 11).Select(c => counts.GetValueOrDefault(c))];
    }

    public async Task DoAsync(string sql)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>A mail of this category with scores as a model calibrated on an even mix gives them: of all scores there could be, those more often that promise the truth.</summary>
    (short Guess, short Truth, float[] Scores) Mail(int truth, bool knowing)
    {
        while (true)
        {
            var guess = random.Next(11);
            var sure = Sureness[random.Next(Sureness.Length)];
            var scores = new float[11];
            Array.Fill(scores, (float)((1 - sure) * 0.2 / 9));
            // What is not the guess is mostly one other category, as with real mail.
            scores[(guess + 1 + random.Next(2)) % 11] = (float)((1 - sure) * 0.8);
            scores[guess] = (float)sure;
            if (!knowing || random.NextDouble() < scores[truth])
            {
                return ((short)(guess + 1), (short)(truth + 1), scores);
            }
        }
    }
}
