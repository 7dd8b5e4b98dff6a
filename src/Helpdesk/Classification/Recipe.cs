namespace Helpdesk.Classification;

/// <summary>EXPERIMENT.</summary>
sealed record Recipe
{
    public float[] Weights { get; init; } = [0.9f, 1f, 1.5f, 0.4f, 0.3f, 0.4f, 0.3f, 0.3f, 0.6f];
    public float[] Dilutions { get; init; } = [1, 1, 1, 1, 1, 1, 0, 1, 0];
    public float L2 { get; init; } = 1f;
    public float ClassPower { get; init; } = 0.5f;
    public float Smoothing { get; init; } = 1f;
    public int Passes { get; init; } = 40;
    public int Loss { get; init; }
    public float Weight(FeatureBlock block) => Weights[(int)block];
    public float Dilution(FeatureBlock block) => Dilutions[(int)block];
}
