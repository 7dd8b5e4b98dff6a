namespace Helpdesk.Classification;

/// <summary>Takes a mail apart into tokens, block by block; the one way for training, for service and for explaining.</summary>
static class FeatureTokens
{
    /// <summary>What follows the first eight thousand characters of new text repeats what came before.</summary>
    const int MostNewText = 8_000;

    const int MostQuoted = 3_000;

    /// <summary>Behind name, title and organisation come only lawyers' words.</summary>
    const int MostClosing = 500;

    /// <summary>A name is shorter, and a mail has fewer files; mail that has more is told apart by something else.</summary>
    const int MostOfName = 256;

    const int MostAttachments = 100;

    /// <summary>Mail to more people than this is told apart by something else.</summary>
    const int MostRecipients = 50;

    /// <param name="marks">Whether the marks between words count.</param>
    /// <remarks>Reads the blocks one behind the other, in the order of <see cref="FeatureBlock"/>; only the letters of a word come with the word.</remarks>
    public static void Of<TSink>(MailInput mail, bool marks, ref TSink sink) where TSink : struct, ITokenSink
    {
        Words(FeatureBlock.Subject, Head(mail.Subject, MostNewText), pairs: true, letters: true, ref sink);
        Words(FeatureBlock.Words, Head(mail.Text.New, MostNewText), pairs: true, letters: true, ref sink);
        Words(FeatureBlock.Quoted, Head(mail.Text.Quoted, MostQuoted), pairs: false, letters: false, ref sink);
        Words(FeatureBlock.Closing, Head(mail.Text.Closing, MostClosing), pairs: false, letters: false, ref sink);
        for (var i = 0; i < Math.Min(mail.Attachments.Count, MostAttachments); i++)
        {
            Words(FeatureBlock.Attachments, Head(mail.Attachments[i], MostOfName), pairs: false, letters: false, ref sink);
        }

        for (var i = 0; i < Math.Min(mail.Recipients.Count, MostRecipients); i++)
        {
            Mark(FeatureBlock.Envelope, "to:", Local(mail.Recipients[i]), ref sink);
        }

        sink.Mark(FeatureBlock.Envelope, Kind(mail));
        sink.Mark(FeatureBlock.Envelope, mail.Attachments.Count == 0 ? "no attachment" : "attachment");
        if (mail.Automatic)
        {
            sink.Mark(FeatureBlock.Envelope, "automatic");
        }

        Sender(mail.From, ref sink);
        if (mail.Earlier is { } earlier)
        {
            Mark(earlier.ByPerson ? FeatureBlock.Answer : FeatureBlock.Thread, "", earlier.Category, ref sink);
        }

        if (marks)
        {
            Marks.Of(Head(mail.Subject, MostNewText), ref sink);
            Marks.Of(Head(mail.Text.New, MostNewText), ref sink);
            MarkedRuns.Of(Head(mail.Subject, MostNewText), ref sink);
            MarkedRuns.Of(Head(mail.Text.New, MostNewText), ref sink);
        }
    }

    static void Sender<TSink>(string from, ref TSink sink) where TSink : struct, ITokenSink
    {
        var at = from.LastIndexOf('@');
        if (at < 0)
        {
            return;
        }

        var local = Local(from);
        if (local.Contains("noreply", StringComparison.OrdinalIgnoreCase) || local.Contains("no-reply", StringComparison.OrdinalIgnoreCase)
            || local.Contains("donotreply", StringComparison.OrdinalIgnoreCase) || local.Contains("notification", StringComparison.OrdinalIgnoreCase)
            || local.Equals("postmaster", StringComparison.OrdinalIgnoreCase) || local.Equals("mailer-daemon", StringComparison.OrdinalIgnoreCase))
        {
            sink.Mark(FeatureBlock.Sender, "machine");
        }
        else if (local.IndexOfAny('.', '_') < 0)
        {
            sink.Mark(FeatureBlock.Sender, "shared or short address");
        }
    }

    static string Kind(MailInput mail)
    {
        var subject = mail.Subject.AsSpan().TrimStart();
        var kind = subject.StartsWith("re:", StringComparison.OrdinalIgnoreCase) ? 0
            : subject.StartsWith("fw", StringComparison.OrdinalIgnoreCase) ? 1
            : 2;
        return (kind, mail.Text.New.Length) switch
        {
            (0, 0) => "reply, empty",
            (0, < 80) => "reply, short",
            (0, < 600) => "reply, middling",
            (0, _) => "reply, long",
            (1, 0) => "forward, empty",
            (1, < 80) => "forward, short",
            (1, < 600) => "forward, middling",
            (1, _) => "forward, long",
            (_, 0) => "first, empty",
            (_, < 80) => "first, short",
            (_, < 600) => "first, middling",
            _ => "first, long",
        };
    }

    static ReadOnlySpan<char> Local(string address) => address.AsSpan(0, address.IndexOf('@') is var at and >= 0 ? at : address.Length);

    static void Mark<TSink>(FeatureBlock block, ReadOnlySpan<char> kind, ReadOnlySpan<char> what, ref TSink sink) where TSink : struct, ITokenSink
    {
        Span<char> mark = stackalloc char[Longest];
        kind.CopyTo(mark);
        var length = kind.Length + Math.Min(what.Length, Longest - kind.Length);
        for (var i = kind.Length; i < length; i++)
        {
            // Tabs and line ends would break the vocabulary's file, where each token has a line.
            mark[i] = char.IsControl(what[i - kind.Length]) ? ' ' : block is FeatureBlock.Thread or FeatureBlock.Answer ? what[i - kind.Length] : char.ToLowerInvariant(what[i - kind.Length]);
        }

        sink.Mark(block, mark[..length]);
    }

    /// <summary>Of an address or a category's name, this much tells it from every other.</summary>
    const int Longest = 128;

    static ReadOnlySpan<char> Head(string text, int most) => text.AsSpan(0, Math.Min(text.Length, most));

    static void Words<TSink>(FeatureBlock block, ReadOnlySpan<char> text, bool pairs, bool letters, ref TSink sink) where TSink : struct, ITokenSink
    {
        // Two rooms in turn: the word before stays where it was read.
        Span<char> room = stackalloc char[WordReader.Longest];
        Span<char> other = stackalloc char[WordReader.Longest];
        scoped ReadOnlySpan<char> before = default;
        var beforeHash = 0UL;
        for (var reader = new WordReader(text); reader.Next(room);)
        {
            ReadOnlySpan<char> word = room[..reader.Length];
            sink.Word(block, reader.Hash, word, letters);
            if (pairs && !before.IsEmpty)
            {
                sink.Pair(block, beforeHash, reader.Hash, before, word);
            }

            before = word;
            beforeHash = reader.Hash;
            var next = other;
            other = room;
            room = next;
        }

        if (pairs)
        {
            sink.EndOf(block);
        }
    }
}
