using Helpdesk.Database;
using Helpdesk.Messages;

namespace Helpdesk.Quality;

/// <summary>How often two people say the same of the same mail: no machine can be judged more finely than that.</summary>
/// <param name="People">How many people answered at all.</param>
/// <param name="Pairs">How many mails two people answered.</param>
/// <param name="Kappa">Agreement beyond chance (Cohen, "A Coefficient of Agreement for Nominal Scales", 1960); null when chance alone would agree always, or nobody was asked twice.</param>
sealed record Agreement(int People, int Pairs, ExactInterval Same, double? Kappa, IReadOnlyList<Agreement.Disputed> Disputes)
{
    /// <summary>A mail two people see differently.</summary>
    public sealed record Disputed(long Message, string One, string Other);

    /// <summary>Of the sampled mail of the months from <paramref name="first"/> to <paramref name="last"/>.</summary>
    public static async Task<Agreement> ReadAsync(HelpdeskDatabase database, Month first, Month last, CancellationToken stop)
    {
        var people = (int)await database.ScalarAsync<long>("select count(distinct a.person_id) from audit_answers a join audit_draws d using (message_id) where d.month between $1 and $2", [first.FirstDay, last.FirstDay], stop);
        var pairs = await database.ListAsync("""
            select a.message_id, coalesce(x.name, 'no enquiry'), coalesce(y.name, 'no enquiry')
            from audit_draws d
            join audit_answers a on a.message_id = d.message_id
            join audit_answers b on b.message_id = a.message_id and b.id > a.id
            left join categories x on x.id = a.category_id
            left join categories y on y.id = b.category_id
            where d.month between $1 and $2
            order by a.message_id
            """, [first.FirstDay, last.FirstDay], row => new Disputed(row.GetInt64(0), row.GetString(1), row.GetString(2)), stop);
        return Of(people, pairs);
    }

    public static Agreement Of(int people, IReadOnlyList<Disputed> pairs)
    {
        var same = pairs.Count(p => p.One == p.Other);
        var chance = pairs.Count == 0 ? 1 : pairs.SelectMany(p => new[] { p.One, p.Other }).Distinct()
            .Sum(c => pairs.Count(p => p.One == c) * (double)pairs.Count(p => p.Other == c)) / (pairs.Count * (double)pairs.Count);
        return new(
            people,
            pairs.Count,
            ExactInterval.Of(same, pairs.Count),
            chance < 1 ? ((same / (double)pairs.Count) - chance) / (1 - chance) : null,
            [.. pairs.Where(p => p.One != p.Other)]);
    }
}
