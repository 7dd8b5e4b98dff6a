namespace Helpdesk.Classification;

/// <summary>How a mail's blocks weigh against each other, and how far the weights of single tokens are held back.</summary>
/// <param name="Regularization">In units of 1/mails; <c>train</c> chooses it by cross-validation.</param>
/// <param name="Marks">Whether the marks between words count; <c>train</c> chooses that, too.</param>
/// <param name="Rest">Whether each category is told from all the rest at once, and not from each other one; <c>train</c> chooses that as well.</param>
/// <param name="Lift">How far rare categories are lifted: a mail weighs by this power of its category's rarity.</param>
/// <param name="Letters">What the runs of letters weigh, in units of <see cref="Weight"/>; the trainer keeps it in their weights.</param>
/// <param name="Telling">Whether a token counts for more that few categories share.</param>
/// <remarks>Lift, letters and telling are chosen only where each category is told from the rest.</remarks>
sealed record Recipe(float Regularization, bool Marks = false, bool Rest = false, float Lift = 0.5f, float Letters = 1f, bool Telling = false)
{
    /// <summary>From hardly to firmly held back: clean labels want the loose end, noisy ones and many the firm.</summary>
    public static IReadOnlyList<Recipe> Candidates { get; } = [new(1f), new(2f), new(4f), new(8f), new(16f)];

    /// <summary>The same for a category against the rest, whose loss grows with the square.</summary>
    public static IReadOnlyList<Recipe> RestCandidates { get; } = [new(1f, Rest: true), new(3f, Rest: true), new(10f, Rest: true)];

    /// <summary>What is tried on the best of these, one after the other, each upon what helped before.</summary>
    /// <remarks>
    /// Marks tell how a text is written. Endings and stems tell much in one trade and little in another. A word of one field only says more than a rare word of
    /// all. Rare categories may need more than the root, which costs the large ones. And then more loosely or more firmly held.
    /// </remarks>
    public static IReadOnlyList<Func<Recipe, Recipe>> RestChanges { get; } =
    [
        r => r with { Marks = true },
        r => r with { Letters = 0.67f },
        r => r with { Telling = true },
        r => r with { Lift = 0.75f },
        r => r with { Regularization = r.Regularization / 3 },
        r => r with { Regularization = r.Regularization / 1.5f },
        r => r with { Regularization = r.Regularization * 2 },
    ];

    /// <summary>How much each block may weigh; found by cross-validation over the writers of the training mail, where steps of a tenth change the third decimal.</summary>
    public static float Weight(FeatureBlock block) => block switch
    {
        FeatureBlock.Subject => 0.6f,
        FeatureBlock.Words => 1f,
        FeatureBlock.Letters => 1.5f,
        FeatureBlock.Quoted => 0.6f,
        FeatureBlock.Closing => 0.3f,
        FeatureBlock.Attachments => 0.4f,
        FeatureBlock.Envelope => 0.3f,
        FeatureBlock.Sender => 0.3f,
        FeatureBlock.Thread => 0.6f,
        FeatureBlock.Answer => 1f,
        FeatureBlock.Marks => 0.5f,
        FeatureBlock.MarkedRuns => 0.5f,
    };

    /// <summary>Whether unknown tokens thin the block out: three known words among two hundred unknown ones prove nothing.</summary>
    /// <remarks>So a mail of another language gets small margins and little confidence.</remarks>
    public static bool Thins(FeatureBlock block) => block is not (FeatureBlock.Envelope or FeatureBlock.Thread or FeatureBlock.Answer or FeatureBlock.Marks or FeatureBlock.MarkedRuns);

    /// <summary>What every value of a block is multiplied with, so that the block has its weight however long it is.</summary>
    /// <param name="squares">The sum of the squares of its known tokens' values.</param>
    public static float Scale(FeatureBlock block, float squares, int unknown)
    {
        var length = squares + (Thins(block) ? unknown : 0);
        return length == 0 ? 0 : Weight(block) / MathF.Sqrt(length);
    }
}
