using Sora2.LocalServer.Model.Families.MiniAv.Configuration;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>Numbers as angles: rotary tables of positions, sinusoids of noise levels and places.</summary>
internal static class Embeddings
{
    /// <summary>Noise levels of the denoiser's rows: clean, picture, sound.</summary>
    public const int NoiseLevels = 3;

    /// <summary>Noise levels 0..1 are spread to this before they become a sinusoid.</summary>
    public const float LevelScale = 1000;

    /// <summary>Longest period of a noise level's sinusoid, divided by 2π.</summary>
    public const float LevelLongest = 10000;

    /// <summary>Longest period of a text place's sinusoid, divided by 2π.</summary>
    public const float PlaceLongest = 100;

    /// <summary>Cosines, then sines, of geometric frequencies from 1 down to 1 / longest.</summary>
    /// <param name="target">Even length.</param>
    public static void Sinusoid(float value, float longest, Span<float> target)
    {
        var half = target.Length / 2;
        for (var i = 0; i < half; i++)
        {
            var angle = value * MathF.Exp(-MathF.Log(longest) * i / half);
            target[i] = MathF.Cos(angle);
            target[half + i] = MathF.Sin(angle);
        }
    }

    /// <summary>The first <paramref name="count"/> places of a text, [count, width].</summary>
    public static float[] Places(int count, int width)
    {
        var places = new float[checked(count * width)];
        for (var place = 0; place < count; place++)
        {
            Sinusoid(place, PlaceLongest, places.AsSpan(place * width, width));
        }

        return places;
    }

    /// <summary>What a denoiser is told about noise, [sigmas, width]; clean rows have 0.</summary>
    public static float[] Levels(int width, params ReadOnlySpan<float> sigmas)
    {
        var levels = new float[sigmas.Length * width];
        for (var i = 0; i < sigmas.Length; i++)
        {
            Sinusoid(sigmas[i] * LevelScale, LevelLongest, levels.AsSpan(i * width, width));
        }

        return levels;
    }

    /// <summary>Cosines and sines of every row's angles, [rows, head / 2] each: seconds, then y, then x.</summary>
    /// <param name="positions">See <see cref="RowPositions"/>.</param>
    public static (float[] Cosine, float[] Sine) Rotary(ReadOnlySpan<float> positions, DenoiserConfig config)
    {
        var time = Frequencies(config.RotaryTime, config.WavelengthTime);
        var space = Frequencies(config.RotarySpace, config.WavelengthSpace);
        float[] frequencies = [.. time, .. space, .. space];
        int[] axes = [.. time.Select(_ => 0), .. space.Select(_ => 1), .. space.Select(_ => 2)];
        var rows = positions.Length / 3;
        var (cosine, sine) = (new float[rows * axes.Length], new float[rows * axes.Length]);
        for (var row = 0; row < rows; row++)
        {
            for (var pair = 0; pair < axes.Length; pair++)
            {
                var angle = positions[(3 * row) + axes[pair]] * frequencies[pair];
                cosine[(row * axes.Length) + pair] = MathF.Cos(angle);
                sine[(row * axes.Length) + pair] = MathF.Sin(angle);
            }
        }

        return (cosine, sine);
    }

    private static float[] Frequencies(int count, IReadOnlyList<double> wavelengths)
    {
        var (first, last) = (wavelengths[0], wavelengths[1]);
        return
        [
            .. Enumerable.Range(0, count)
                .Select(i => (float)(2 * Math.PI) / ((float)first * MathF.Pow((float)(last / first), (float)i / (count - 1)))),
        ];
    }
}
