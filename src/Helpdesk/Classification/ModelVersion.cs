using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;

namespace Helpdesk.Classification;

/// <summary>Names a model by what decides its answers: two models with one name answer alike.</summary>
static class ModelVersion
{
    /// <summary>48 bits: short enough to print beside a guess, and no two models of a house will ever share it.</summary>
    const int Digits = 12;

    public static string Hash(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));

    /// <summary>From weights, tokens, labels, calibration and thresholds.</summary>
    public static string Of(float[] weights, float[] biases, Vocabulary vocabulary, ModelManifest manifest)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(weights.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(biases.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(vocabulary.Rarities.AsSpan()));
        foreach (var entry in vocabulary.Entries)
        {
            hash.AppendData(BitConverter.GetBytes(entry.Hash));
        }

        hash.AppendData(MemoryMarshal.AsBytes(manifest.Calibration.Biases.AsSpan()));
        hash.AppendData(BitConverter.GetBytes(manifest.Calibration.Slope));
        if (manifest.Calibration.Alone)
        {
            hash.AppendData("alone"u8);
        }

        foreach (var label in manifest.Labels)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(label + "\n"));
            hash.AppendData(BitConverter.GetBytes(manifest.LeastConfidence[label]));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset())[..Digits];
    }
}
