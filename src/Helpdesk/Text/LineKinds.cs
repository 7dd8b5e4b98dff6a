namespace Helpdesk.Text;

/// <summary>Tells the lines of a body apart: new words, quoted history, closing matter.</summary>
static class LineKinds
{
    public static LineKind[] Of(BodyLines lines)
    {
        var kinds = new LineKind[lines.Count];
        QuotedLines.Mark(lines, kinds);
        ClosingLines.Mark(lines, kinds);
        return kinds;
    }
}
