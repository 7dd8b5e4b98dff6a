using System.Text;

namespace Helpdesk.Text;

/// <summary>The text of a mail, taken apart: what the sender wrote now, and the rest.</summary>
/// <param name="New">The sender's own new words, with the greeting.</param>
/// <param name="Quoted">Earlier mail quoted or forwarded below or between.</param>
/// <param name="Closing">Signature, disclaimer and banner.</param>
/// <remarks>One function for training and for service: what the model learned on is what it sees.</remarks>
sealed record MailText(string New, string Quoted, string Closing)
{
    public static MailText From(string body)
    {
        var lines = new BodyLines(body);
        var kinds = LineKinds.Of(lines);
        var text = new StringBuilder(body.Length);
        return new(Join(LineKind.New), Join(LineKind.Quoted), Join(LineKind.Closing));

        string Join(LineKind kind)
        {
            text.Clear();
            for (var i = 0; i < kinds.Length; i++)
            {
                if (kinds[i] == kind)
                {
                    text.Append(lines.Whole(i)).Append('\n');
                }
            }

            var (first, last) = (0, text.Length);
            while (first < last && char.IsWhiteSpace(text[first]))
            {
                first++;
            }

            while (last > first && char.IsWhiteSpace(text[last - 1]))
            {
                last--;
            }

            return text.ToString(first, last - first);
        }
    }
}
