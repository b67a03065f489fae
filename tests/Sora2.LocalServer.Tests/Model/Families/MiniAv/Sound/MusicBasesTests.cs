using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Families.MiniAv.Sound;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.MiniAv.Sound;

public sealed class MusicBasesTests
{
    private static readonly MusicConfig s_config = new()
    {
        SampleRate = 24000, Hop = 480, Stride = 2, Bands = 84, Lowest = 24, NoiseBands = 8, NoiseWindow = 255, Channels = 32,
        Width = 128, Blocks = 3,
    };

    [Fact]
    public void Phases_StayInTuneForAnHour()
    {
        const int Frames = 50 * 3600;
        const int A4 = 69 - 24;
        using var phases = MusicBases.Phases(s_config, Frames);
        // 440 Hz at 24 kHz comes round after 600 samples.
        const double Turns = ((((Frames - 1L) * 480) - 240) * 440 % 24000 / 24000.0) + (A4 * 0.6180339887498949);

        Assert.Equal(Math.Sin(2 * Math.PI * Turns), phases.Floats[(A4 * Frames) + Frames - 1], 1e-5);
        Assert.Equal(Math.Cos(2 * Math.PI * Turns), phases.Floats[((84 + A4) * Frames) + Frames - 1], 1e-5);
    }
}
