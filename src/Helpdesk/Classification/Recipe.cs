namespace Helpdesk.Classification;

/// <summary>How a mail's blocks weigh against each other, and how far the weights of single tokens are held back.</summary>
/// <param name="Regularization">In units of 1/mails; <c>train</c> chooses it by cross-validation.</param>
/// <param name="Marks">Whether the marks between words count; <c>train</c> chooses that, too.</param>
/// <param name="Rest">Whether each category is told from all the rest at once, and not from each other one; <c>train</c> chooses that as well.</param>
sealed record Recipe(float Regularization, bool Marks = false, bool Rest = false)
{
    /// <summary>From hardly to firmly held back: clean labels want the loose end, noisy ones and many the firm.</summary>
    public static IReadOnlyList<Recipe> Candidates { get; } = [new(1f), new(2f), new(4f), new(8f), new(16f)];

    /// <summary>The same for a category against the rest, whose loss grows with the square.</summary>
    public static IReadOnlyList<Recipe> RestCandidates { get; } = [new(1f, Rest: true), new(3f, Rest: true), new(10f, Rest: true)];

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
    };

    /// <summary>Whether unknown tokens thin the block out: three known words among two hundred unknown ones prove nothing.</summary>
    /// <remarks>So a mail of another language gets small margins and little confidence.</remarks>
    public static bool Thins(FeatureBlock block) => block is not (FeatureBlock.Envelope or FeatureBlock.Thread or FeatureBlock.Answer or FeatureBlock.Marks);

    /// <summary>What every value of a block is multiplied with, so that the block has its weight however long it is.</summary>
    /// <param name="squares">The sum of the squares of its known tokens' values.</param>
    public static float Scale(FeatureBlock block, float squares, int unknown)
    {
        var length = squares + (Thins(block) ? unknown : 0);
        return length == 0 ? 0 : Weight(block) / MathF.Sqrt(length);
    }
}
