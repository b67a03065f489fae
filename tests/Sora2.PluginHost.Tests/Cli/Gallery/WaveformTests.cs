using System.Buffers.Binary;
using Sora2.PluginHost.Cli.Gallery;
using Xunit;

namespace Sora2.PluginHost.Tests.Cli.Gallery;

public sealed class WaveformTests
{
    private const int Rate = 1600;
    private const int FullScale = 1 << 23;

    [Fact]
    public void Read_FindsWhereItIsLoud()
    {
        var samples = new int[Rate];
        samples[400] = -FullScale / 2;
        samples[800] = FullScale / 4;

        var waveform = Waveform.Read(Wave(samples));

        Assert.Equal(1, waveform.Seconds);
        Assert.Equal(0.5, waveform.Peak);
        Assert.Equal("peak −6.0 dBFS", waveform.Level);
        Assert.Equal([(40, 0.5), (80, 0.25)], waveform.Bars.Index().Where(static bar => bar.Item > 0));
    }

    [Fact]
    public void Read_CountsBothChannelsAsOneTime() => Assert.Equal(0.5, Waveform.Read(Wave(new int[Rate], channels: 2)).Seconds);

    [Fact]
    public void Level_OfNothing_IsSilent()
    {
        Assert.Equal("silent", Waveform.Read(Wave([])).Level);
        Assert.Equal("silent", Waveform.Read(Wave(new int[3])).Level);
    }

    [Fact]
    public void ToPath_StaysInsideTheDrawing()
    {
        var path = Waveform.Read(Wave([.. Enumerable.Repeat(-FullScale, Rate)])).ToPath();

        Assert.StartsWith("M2 4V97M6 4V97", path, StringComparison.Ordinal);
        Assert.Equal(Waveform.BarCount, path.Count(static letter => letter == 'M'));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(50)]
    public void Read_RefusesAFileThatEndsTooEarly(int length)
    {
        var file = Wave(new int[Rate])[..length];

        Assert.Throws<InvalidDataException>(() => Waveform.Read(file));
    }

    [Theory]
    [InlineData(34, 16)]
    [InlineData(22, 0)]
    [InlineData(24, 0)]
    public void Read_RefusesAnotherFormat(int at, byte value)
    {
        var file = Wave(new int[Rate]);
        file.AsSpan(at, 2).Clear();
        file[at] = value;

        Assert.Throws<InvalidDataException>(() => Waveform.Read(file));
    }

    // An odd chunk before the sound, as broadcast files have them.
    private static byte[] Wave(int[] samples, ushort channels = 1)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF\0\0\0\0WAVEfmt "u8);
        writer.Write(16);
        writer.Write((ushort)1);
        writer.Write(channels);
        writer.Write(Rate);
        writer.Write(Rate * channels * 3);
        writer.Write((ushort)(channels * 3));
        writer.Write((ushort)24);
        writer.Write("bext"u8);
        writer.Write(1);
        writer.Write((short)0);
        writer.Write("data"u8);
        writer.Write(samples.Length * 3);
        var bytes = new byte[4];
        foreach (var sample in samples)
        {
            BinaryPrimitives.WriteInt32LittleEndian(bytes, sample);
            writer.Write(bytes, 0, 3);
        }

        return stream.ToArray();
    }
}
