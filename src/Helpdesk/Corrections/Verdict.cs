namespace Helpdesk.Corrections;

/// <summary>What a person says of a message: its category, or that it is to be set aside, or counted again.</summary>
sealed record Verdict
{
    Verdict(string kind, short? category) => (Kind, Category) = (kind, category);

    /// <summary>The event's kind, as the table <c>corrections</c> names it.</summary>
    public string Kind { get; }

    public short? Category { get; }

    public static Verdict SetAside { get; } = new("set aside", null);

    public static Verdict Restore { get; } = new("restore", null);

    public static Verdict Of(short category) => new("category", category);

    /// <summary>As a form says it: a category's number, <c>aside</c> or <c>restore</c>; null for anything else.</summary>
    public static Verdict? Parse(string? form) => form switch
    {
        "aside" => SetAside,
        "restore" => Restore,
        _ => short.TryParse(form, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var category) ? Of(category) : null,
    };
}
