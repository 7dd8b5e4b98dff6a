namespace Helpdesk.Reporting.Api;

/// <summary>The shapes of the API's answers that are no table.</summary>
static class ApiAnswers
{
    public sealed record Category(string Key, string Name, string? FirstMonth, string? LastMonth);

    /// <param name="State">open, closed, restated or imported.</param>
    /// <param name="Version">The published version in force; null while the month is open.</param>
    public sealed record MonthState(string Month, string State, int? Version, int? Published, int Current);

    /// <param name="PublishedBy">Null for imported months.</param>
    /// <param name="Adjusted">Its counts by category are estimates.</param>
    public sealed record Version(string Month, int Number, string Origin, DateTimeOffset PublishedAt, string? PublishedBy, string? SignOff, string? Note, int Total, bool Adjusted);

    public sealed record Figure(string Month, string? Category, string? Mailbox, string? Source, string Standing, int Count);

    public sealed record Call(int Id, string Day, string? Category, string Note);

    /// <param name="Day">yyyy-MM-dd.</param>
    /// <param name="Category">Key or name, if known.</param>
    public sealed record NewCall(string Day, string? Category, string? Note);

    public sealed record Logged(int Id, string Month, int Calls);

    /// <param name="Next">The address of the next page; null on the last.</param>
    public sealed record Page<T>(IReadOnlyList<T> Items, int Total, string? Next);
}
