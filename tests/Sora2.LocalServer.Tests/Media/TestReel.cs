using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Tests.Media;

/// <summary>Makes small reels: eight flat colour bars, a tone in each stem.</summary>
internal static class TestReel
{
    public const int SampleRate = 24_000;

    /// <summary>RGB of the bars, left to right.</summary>
    public static IReadOnlyList<ushort[]> Bars { get; } =
    [
        [65535, 65535, 65535], [49151, 49151, 0], [0, 49151, 49151], [0, 49151, 0],
        [49151, 0, 49151], [49151, 0, 0], [0, 0, 49151], [0, 0, 0],
    ];

    /// <summary>Ownership passes: dispose closes it, the file lies in <paramref name="folder"/>. Without bars it is white.</summary>
    public static Reel Make(string folder, FrameRate rate, int frames = 12, int width = 64, int height = 36, float level = 0.25f, bool bars = true, params StemKind[] stems)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        var samples = rate.SamplesIn(frames, SampleRate);
        var header = new ReelHeader(new VideoShape(frames, height, width), rate, SampleRate, stems, samples);
        using (var writer = new ReelWriter(path, header))
        {
            var picture = new ushort[width * height * 3];
            for (var pixel = 0; pixel < width * height; pixel++)
            {
                Bars[bars ? pixel % width * 8 / width : 0].CopyTo(picture, pixel * 3);
            }

            for (var frame = 0; frame < frames; frame++)
            {
                writer.WriteFrame(frame, picture);
            }

            for (var stem = 0; stem < stems.Length; stem++)
            {
                var cyclesPerSample = (300 + (200 * stem)) / (double)SampleRate;
                writer.WriteStem(stems[stem], [.. Enumerable.Range(0, (int)samples).Select(i => level * (float)Math.Sin(2 * Math.PI * cyclesPerSample * i))]);
            }

            writer.Complete();
        }

        return Reel.Open(path);
    }
}
