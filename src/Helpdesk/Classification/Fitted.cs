namespace Helpdesk.Classification;

/// <summary>What a trainer found.</summary>
/// <param name="Weights">Token by token: <c>[token x labels + label]</c>.</param>
/// <param name="Biases">One for each label.</param>
/// <param name="Save">Writes both to a file, for <see cref="ModelFolder"/> to read.</param>
sealed record Fitted(float[] Weights, float[] Biases, Action<string> Save);
