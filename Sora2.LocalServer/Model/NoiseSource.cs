namespace Sora2.LocalServer.Model;

/// <summary>
/// Normal noise that depends on seed, stream and index alone, so that the same request makes the same shot and row n of a shot
/// has the same noise whatever the shot's length.
/// </summary>
/// <remarks>
/// Philox-4x32 with 10 rounds (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"), key = seed, counter =
/// (block, stream); each block gives four numbers by Box and Muller in double precision.
/// </remarks>
internal static class NoiseSource
{
    private const int PerBlock = 4;
    private const int Rounds = 10;

    /// <param name="seed">All 64 bits count.</param>
    /// <param name="stream">Separates what must not share noise: 0 is the picture, 1 and on are the stems.</param>
    public static void Fill(long seed, int stream, Span<float> target)
    {
        Span<uint> block = stackalloc uint[PerBlock];
        for (var start = 0; start < target.Length; start += PerBlock)
        {
            Philox((ulong)(start / PerBlock), (ulong)stream, (ulong)seed, block);
            var (a, b) = Normals(block[0], block[1]);
            var (c, d) = Normals(block[2], block[3]);
            ReadOnlySpan<float> values = [a, b, c, d];
            values[..Math.Min(PerBlock, target.Length - start)].CopyTo(target[start..]);
        }
    }

    /// <summary>One block of the generator, for tests against the published vectors.</summary>
    internal static void Philox(ulong counterLow, ulong counterHigh, ulong key, Span<uint> block)
    {
        var (c0, c1, c2, c3) = ((uint)counterLow, (uint)(counterLow >> 32), (uint)counterHigh, (uint)(counterHigh >> 32));
        var (k0, k1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = 0xD2511F53UL * c0;
            var product1 = 0xCD9E8D57UL * c2;
            (c0, c1, c2, c3) = ((uint)(product1 >> 32) ^ c1 ^ k0, (uint)product1, (uint)(product0 >> 32) ^ c3 ^ k1, (uint)product0);
            k0 += 0x9E3779B9;
            k1 += 0xBB67AE85;
        }

        (block[0], block[1], block[2], block[3]) = (c0, c1, c2, c3);
    }

    private static (float First, float Second) Normals(uint first, uint second)
    {
        // Centres of 2^32 equal steps: never 0, so that the logarithm is finite.
        var radius = Math.Sqrt(-2 * Math.Log((first + 0.5) / 4294967296.0));
        var (sine, cosine) = Math.SinCos(2 * Math.PI * ((second + 0.5) / 4294967296.0));
        return ((float)(radius * cosine), (float)(radius * sine));
    }
}
