namespace Helpdesk.Classification;

/// <summary>Which rule decides a mail: the first that fits, those of the house's people before the shipped ones.</summary>
static class Rules
{
    /// <summary>Few: what a model would learn by itself needs no rule.</summary>
    public static IReadOnlyList<Rule> Shipped { get; } =
        [new("automatic", Rule.Kind.Automatic, "*", "Other", "shipped: by the labelling guide machine-made mail without a person's request is Other")];

    public static Rule? First(IReadOnlyList<Rule> rules, MailInput mail)
    {
        for (var i = 0; i < rules.Count; i++)
        {
            if (rules[i].Fits(mail))
            {
                return rules[i];
            }
        }

        return null;
    }
}
