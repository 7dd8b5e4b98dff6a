using System.Text.Json.Serialization;

namespace Helpdesk.Classification;

/// <summary>One line of a message file: a mail as received, with its label where it is known.</summary>
sealed record MailSample
{
    public required string Id { get; init; }

    /// <summary>Mails of one conversation share it; null for a mail on its own.</summary>
    public string? Thread { get; init; }

    public required DateTimeOffset Date { get; init; }

    [JsonPropertyName("from_name")]
    public string FromName { get; init; } = "";

    public string From { get; init; } = "";

    public IReadOnlyList<string> To { get; init; } = [];

    public string Subject { get; init; } = "";

    /// <summary>The text as received, with greeting, signature and quoted history.</summary>
    public required string Body { get; init; }

    /// <summary>File names.</summary>
    public IReadOnlyList<string> Attachments { get; init; } = [];

    /// <summary>Machine-made, without a person's request.</summary>
    public bool Automatic { get; init; }

    /// <summary>The category's name.</summary>
    public string? Label { get; init; }

    /// <summary>Whose hand wrote it; no writer's mail is on both sides of a judgement.</summary>
    public string? Writer { get; init; }

    /// <summary>A careful person would hesitate.</summary>
    public bool Hard { get; init; }
}
