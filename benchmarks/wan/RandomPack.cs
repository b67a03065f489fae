using Sora2.LocalServer.Model;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.Benchmarks.Wan;

/// <summary>Weights of a configuration as random BF16 numbers: a card runs zeros faster than what a model holds.</summary>
internal static class RandomPack
{
    private const int Pattern = 1 << 20;
    private const float Spread = 0.02f;

    /// <summary>Writes a .safetensors file; takes as much disk as the weights have.</summary>
    /// <returns>Bytes of the numbers.</returns>
    public static long Write(string path, IEnumerable<WeightUse> uses)
    {
        var bytes = SparsePack.Write(path, uses, half: true);
        var noise = new float[Pattern];
        NoiseSource.Fill(1, 0, noise);
        var halves = new byte[2 * Pattern];
        for (var i = 0; i < Pattern; i++)
        {
            // BF16 is the upper half of F32.
            BitConverter.TryWriteBytes(halves.AsSpan(2 * i), (ushort)(BitConverter.SingleToUInt32Bits(Spread * noise[i]) >> 16));
        }

        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite);
        file.Position = file.Length - bytes;
        for (var left = bytes; left > 0; left -= halves.Length)
        {
            file.Write(halves, 0, (int)Math.Min(left, halves.Length));
        }

        return bytes;
    }
}
