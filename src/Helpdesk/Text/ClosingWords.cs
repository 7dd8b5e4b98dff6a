using System.Text.RegularExpressions;

namespace Helpdesk.Text;

/// <summary>How closing matter reads, line by line.</summary>
static partial class ClosingWords
{
    /// <summary>A line of a signature is short; a sentence is not.</summary>
    const int LongestSignatureLine = 90;

    /// <summary>Mail programs wrap at 70 columns or more.</summary>
    const int ShortestWrapped = 50;

    /// <summary>A name, a title, an organisation.</summary>
    const int LongestName = 60;

    /// <summary>A disclaimer, a device's or a scanner's line, a picture of a logo: whatever stands below is no letter either.</summary>
    public static bool IsFooter(ReadOnlySpan<char> line) => Device().IsMatch(line) || Disclaimer().IsMatch(line)
        || line.Contains("intended recipient", StringComparison.OrdinalIgnoreCase) || line.Contains("registered office:", StringComparison.OrdinalIgnoreCase) || (line[0] == '[' && Picture().IsMatch(line));

    /// <summary>"Kind regards", "Cheers, Rory", "Thanks / A Name / Head of ...".</summary>
    public static bool IsFarewell(ReadOnlySpan<char> line) => line.Length <= LongestSignatureLine && Farewell().IsMatch(line);

    /// <summary>A telephone, an address, or parts divided by bars: no sentence.</summary>
    public static bool IsContact(ReadOnlySpan<char> line) => line.Length <= 2 * LongestSignatureLine && Contact().IsMatch(line);

    /// <summary>One to six words that begin with capitals, initials, a title; <paramref name="alone"/> it may be a first name in small letters.</summary>
    public static bool IsName(ReadOnlySpan<char> line, bool alone) =>
        line.Length <= LongestName && !Answer().IsMatch(line) && (line[^1] != '.' || Abbreviation().IsMatch(line)) && (Name().IsMatch(line) || NameAndMore().IsMatch(line) || (alone && LowerName().IsMatch(line)));

    /// <summary>A line after which a name may stand without a line between: the end of a sentence, or too short to have been wrapped.</summary>
    public static bool MayStandAboveName(ReadOnlySpan<char> line) => line[^1] is '.' or '?' or '!' or ',' or ')' || line.Length < ShortestWrapped;

    /// <summary>A motto or a notice such as stands under names: one short sentence, and no question.</summary>
    public static bool IsMotto(ReadOnlySpan<char> line) => line.Length <= LongestSignatureLine && !line.Contains('?') && line[^1] != ':';

    /// <summary>A line that can stand in a signature: short, and no end of a sentence.</summary>
    public static bool FitsSignature(ReadOnlySpan<char> line) =>
        IsContact(line) || (line.Length <= LongestSignatureLine && (line[^1] is not ('?' or ':' or '.' or '!') || Name().IsMatch(line) || Abbreviation().IsMatch(line)));

    [GeneratedRegex(@"^(--|-{3,}|_{2,}|={3,}|\*{3,}|~{2,})$", RegexOptions.CultureInvariant)]
    public static partial Regex SignatureMark();

    [GeneratedRegex(@"^(sent from (my|outlook|mail|yahoo|samsung|blackberry|ee|the|a|phone)\b|sent in haste|sent (via|on) (my |the )?(mobile|phone|go|move|iphone|blackberry)|get outlook for\b|sent with (proton|airmail|spark)|(envoyé|von|enviado|verstuurd) .*(iphone|ipad|mobile|android))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Device();

    [GeneratedRegex(@"^\W{0,6}(this (e-?mail|message|communication|transmission)( and (any|all|its)| is (confidential|intended|private|for|only|sent)| was (sent|scanned|checked)| may (contain|be)| has been (scanned|checked|sent)| contains| \(|,|$)|(the )?(information|contents?) (contained )?(in|of) this (e-?mail|message|communication)|this mailbox is not|disclaimer\b|legal (notice|disclaimer)|important notice|confidentiality|private (and|&) confidential|privileged and confidential|if you (are not the (intended|named)|have received this|received this)|(please|think|stop).{0,20}(environment|before (you print|printing))|think before you print|please note that (any )?views|(any )?views (or opinions )?expressed|registered (office|in|address)\b|registered (company )?n(o|umber)\b|company (number|no\b|reg)|vat (number|reg|no\b)|authorised and regulated|copyright in|(scanned|checked) (by|for) .*virus|virus-free|internet communications are not secure|you (receive|received|are receiving) this|to unsubscribe|unsubscribe( here|$|\s*[|/])|\[?external sender)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Disclaimer();

    [GeneratedRegex(@"^(\[cid:[^\]]*\]\s*)+$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Picture();

    [GeneratedRegex(@"^\W{0,6}(\[?external( e-?mail| sender)?\b.{0,40}$|caution\W|warning: (this|external)|this (e-?mail|message) (originated|was sent|came) from outside|(classification|protective marking|sensitivity):|official\b.{0,20}$|you don't often get e?-?mail from|sent on behalf of|please type your reply above)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex Banner();

    /// <summary>The words of a farewell, then nothing, or a name behind a comma, a dash or a slash.</summary>
    [GeneratedRegex(@"^[-~]{0,2}\s*((with )?(my |our )?(very |all )?(kind(est)?|best|warm(est)?|many|good|sincere|every good) (regards|re?grads|rgds|wish(es)?|thanks|greetings)( (for|from|in|to)( [\w ]{1,20})?)?( and (kind |best )?(regards|wishes|thanks))?|(with )?(regards|rgds|regs|wishes|thanks|affection|compliments)( (and|of|from|to|for) [\w ]{1,30})?|thanking you|warmest|(many )?thanks( again| very much| so much| in advance)?((,| and) (kind |best )?(regards|wishes))?|thanks and (best )?wishes|thank you( in advance| very much)?|cheers|(i am,? \w+,? )?yours( (sincerely|faithfully|truly|aye|ever|etc))?|(sincerely|faithfully|respectfully)( yours)?|kr|br|ta|thx|tia|best|all the best|atb|speak soon|cordialement|merci d.avance|bien cordialement|mit freundlichen gr(ü|ue)(ß|ss)en|(met )?vriendelijke groeten?|un saludo|saludos( cordiales)?|cordiali saluti|med vänlig hälsning|yn gywir|diolch( yn fawr)?( / thank you)?)(\W{0,3}$|\s?[,/–-]\s?(?-i:\p{Lu})(\.\s?(?-i:\p{Lu}))*[^.?!]{0,80}$|\s+(?-i:\p{Lu}\p{Ll}*)\s*x?$)", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Farewell();

    [GeneratedRegex(@"^\W*((t|m|e|f|w|tel|telephone|phone|mob|mobile|direct|fax|email|e-mail|web|switchboard|office)\b\W{1,3}.{0,60}\d[\d ]{3,}|[\d +()/.-]{8,}|(www\.|https?://)\S+|\S+@\S+\.\S+)\W*$|^[^.?!|]{1,50}(\|[^.?!|]{1,60}){1,6}$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Contact();

    [GeneratedRegex(@"^[-~]?\s?((?i:for|on behalf of|p\.p\.) )?((dr|mr|mrs|ms|prof|miss|sir)\.? )?(\p{Lu}[\p{L}'’.-]*|(van|von|de|der|da|and|of|&|st|la)\b)([ ,]{1,2}(\p{Lu}[\p{L}'’.-]*|(van|von|de|der|da|and|of|for|&|st|la)\b|\([^)]{1,40}\))){0,6}\s?~?x?$", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    /// <summary>"Ewa 07700 900212", "Caspian Rowe, IT manager", "Kofi / Nimbrook".</summary>
    [GeneratedRegex(@"^\p{Lu}[\p{L}'’.-]*( \p{Lu}[\p{L}'’.-]*){0,3}(,| /| -| –| (?=\d)) ?[^.?!:;]{1,45}$", RegexOptions.CultureInvariant)]
    private static partial Regex NameAndMore();

    [GeneratedRegex(@"^\p{Ll}{2,10}$", RegexOptions.CultureInvariant)]
    private static partial Regex LowerName();

    /// <summary>What people answer in a word or two; it looks like a name and is all they wrote.</summary>
    [GeneratedRegex(@"^(yes|no|ok|okay|agreed|approved?|approve|reject(ed)?|abstain|noted|received|done|declined|accepted|confirmed|correct|thanks?|sorry|please|none|nothing|fine|great|perfect|understood|attached|urgent|not? (known|applicable)|n/a|monday|tuesday|wednesday|thursday|friday|hi|hello|dear|good)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Answer();

    /// <summary>A full stop behind anything else ends a sentence, be it one word long.</summary>
    [GeneratedRegex(@"\b(ltd|co|inc|plc|llp|jr|sr|esq|encl|st|\p{L})\.$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Abbreviation();

    [GeneratedRegex(@"^p\.?\s?s\.?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    public static partial Regex PostScript();
}
