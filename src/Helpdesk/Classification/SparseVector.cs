namespace Helpdesk.Classification;

/// <summary>The few non-zero numbers of a long vector: their places, ascending, and their values.</summary>
sealed record SparseVector(int[] Places, float[] Values);
