namespace Helpdesk.Text;

/// <summary>The text of a mail, taken apart: what the sender wrote now, and the rest.</summary>
/// <param name="New">The sender's own new words, with the greeting.</param>
/// <param name="Quoted">Earlier mail quoted or forwarded below or between.</param>
/// <param name="Closing">Signature, disclaimer and banner.</param>
/// <remarks>One function for training and for service: what the model learned on is what it sees.</remarks>
sealed record MailText(string New, string Quoted, string Closing)
{
    /// <summary>A thousand lines decide nothing more than the first thousand did.</summary>
    const int MostLines = 5_000;

    public static MailText From(string body)
    {
        var lines = body.ReplaceLineEndings("\n").Split('\n', MostLines + 1);
        if (lines.Length > MostLines)
        {
            lines = lines[..MostLines];
        }

        var kinds = LineKinds.Of(lines);
        return new(Join(LineKind.New), Join(LineKind.Quoted), Join(LineKind.Closing));

        string Join(LineKind kind) => string.Join('\n', lines.Where((_, i) => kinds[i] == kind)).Trim();
    }
}
