namespace Helpdesk.Reporting.Closing;

/// <summary>One point of a month's checklist.</summary>
/// <param name="Key">A word that a sign-off names it by.</param>
/// <param name="Question">What must hold.</param>
/// <param name="Holds">It does.</param>
/// <param name="Found">What was found, in a sentence.</param>
/// <param name="SignedOffBy">Who answers for it though it does not hold.</param>
sealed record CheckItem(string Key, string Question, bool Holds, string Found, string? SignedOffBy = null, string? Reason = null)
{
    public bool IsGreen => Holds || SignedOffBy is not null;
}
