using System.IO.Compression;
using System.Runtime.InteropServices;

namespace Helpdesk.Classification;

/// <summary>The weights of <see cref="RestTrainer"/> on disk: how many biases and weights, and then these, in a zip archive of one entry.</summary>
static class WeightsFile
{
    const string Entry = "weights";

    /// <summary>The first time that a zip archive can say: the same weights make the same bytes.</summary>
    static readonly DateTimeOffset Always = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static void Write(string path, float[] weights, float[] biases)
    {
        using var zip = ZipFile.Open(path, ZipArchiveMode.Create);
        var entry = zip.CreateEntry(Entry);
        entry.LastWriteTime = Always;
        using var writer = new BinaryWriter(entry.Open());
        writer.Write(biases.Length);
        writer.Write(weights.Length);
        writer.Write(MemoryMarshal.AsBytes(biases.AsSpan()));
        writer.Write(MemoryMarshal.AsBytes(weights.AsSpan()));
    }

    /// <exception cref="InvalidDataException">The file is none of these.</exception>
    /// <exception cref="EndOfStreamException">It was cut.</exception>
    public static (float[] Weights, float[] Biases) Read(Stream file)
    {
        using var zip = new ZipArchive(file);
        var entry = zip.GetEntry(Entry) ?? throw new InvalidDataException("no weights");
        using var stream = entry.Open();
        using var reader = new BinaryReader(stream);
        var (biases, weights) = (reader.ReadInt32(), reader.ReadInt32());
        if (biases < 0 || weights < 0 || entry.Length != (2L + biases + weights) * sizeof(float))
        {
            throw new InvalidDataException("not as many weights as it says");
        }

        var (readBiases, readWeights) = (new float[biases], new float[weights]);
        stream.ReadExactly(MemoryMarshal.AsBytes(readBiases.AsSpan()));
        stream.ReadExactly(MemoryMarshal.AsBytes(readWeights.AsSpan()));
        return (readWeights, readBiases);
    }
}
