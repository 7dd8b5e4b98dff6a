namespace Helpdesk.Classification;

/// <summary>One mail as the trainer sees it.</summary>
/// <param name="Weight">1 for a whole mail; two views of one mail share it.</param>
readonly record struct Example(SparseVector Vector, int Label, float Weight);
