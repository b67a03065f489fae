using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Sora2.PluginHost.Playback;
using Xunit;

namespace Sora2.PluginHost.Tests.Playback;

public sealed class FramesFileTests : IDisposable
{
    private const int Width = 16;
    private const int Height = 4;
    private const int Frames = 3;

    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Read_GivesTheFrameThatWasAskedFor()
    {
        Write();
        using var file = FramesFile.Open(_path, TimeProvider.System);

        Assert.Equal(new FramesShape(Width, Height, Frames, 24000, 1001), file.Shape);
        for (var frame = 0; frame < Frames; frame++)
        {
            Assert.Equal(frame * 1000, Read(file, frame)[0]);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(Frames)]
    [InlineData(long.MaxValue)]
    public void Read_NoSuchFrame_IsRefused(long frame)
    {
        Write();
        using var file = FramesFile.Open(_path, TimeProvider.System);

        Assert.Throws<NoSuchFrameException>(() => Read(file, frame));
    }

    [Fact]
    public void Read_AfterARest_MapsTheFileAgain()
    {
        Write();
        using var file = FramesFile.Open(_path, TimeProvider.System);

        file.Rest(TimeSpan.Zero);

        Assert.Equal(1000, Read(file, 1)[0]);
    }

    [Fact]
    public void Read_OfARemovedFile_GoesOnUntilARest()
    {
        Write();
        using var file = FramesFile.Open(_path, TimeProvider.System);
        File.Delete(_path);

        Assert.Equal(1000, Read(file, 1)[0]);
        file.Rest(TimeSpan.Zero);

        Assert.Throws<FramesGoneException>(() => Read(file, 1));
    }

    [Fact]
    public void Read_OfAnotherFileInItsPlace_IsGone()
    {
        Write();
        using var file = FramesFile.Open(_path, TimeProvider.System);
        file.Rest(TimeSpan.Zero);
        Write(width: Width / 2);

        Assert.Throws<FramesGoneException>(() => Read(file, 1));
    }

    [Fact]
    public async Task Dispose_WhileManyRead_LetsThemEnd()
    {
        Write();
        var file = FramesFile.Open(_path, TimeProvider.System);
        using var reading = new CountdownEvent(4);

        var readers = Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
        {
            for (var first = true; ; first = false)
            {
                try
                {
                    Assert.Equal(1000, Read(file, 1)[0]);
                }
                catch (FramesGoneException)
                {
                    return;
                }

                if (first)
                {
                    reading.Signal();
                }
            }
        })).ToList();
        reading.Wait(TestContext.Current.CancellationToken);
        file.Dispose();

        await Task.WhenAll(readers);
    }

    [Theory]
    [InlineData(0, 0x20)]    // magic
    [InlineData(8, 2)]       // version
    [InlineData(12, 0)]      // width
    [InlineData(20, 4)]      // one frame more than there is
    [InlineData(28, 0)]      // rate
    [InlineData(32, 8)]      // where the frames begin
    public void Open_WhatIsNone_IsRefused(int at, int number)
    {
        Write();
        var bytes = File.ReadAllBytes(_path);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), number);
        File.WriteAllBytes(_path, bytes);

        Assert.Throws<InvalidDataException>(() => FramesFile.Open(_path, TimeProvider.System));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(5000)]
    public void Open_TooShort_IsRefused(int bytes)
    {
        Write();
        File.WriteAllBytes(_path, File.ReadAllBytes(_path)[..bytes]);

        Assert.Throws<InvalidDataException>(() => FramesFile.Open(_path, TimeProvider.System));
    }

    [Fact]
    public void Open_OfNoFile_IsGone() => Assert.Throws<FramesGoneException>(() => FramesFile.Open(_path, TimeProvider.System));

    private static unsafe ushort[] Read(FramesFile file, long frame)
    {
        var pixels = new ushort[Width * Height * 3];
        fixed (ushort* data = pixels)
        {
            file.Read(frame, new ImageWindow
            {
                Depth = PixelDepth.Short, Components = PixelComponents.Rgb, BottomUp = false, Data = (nint)data, RowBytes = 6 * Width,
                X1 = 0, Y1 = 0, X2 = Width, Y2 = Height, Width = Width, Height = Height,
            });
        }

        return pixels;
    }

    private void Write(int width = Width)
    {
        var bytes = new byte[FramesShape.DataOffset + (6 * width * Height * Frames)];
        "SORAFRMS"u8.CopyTo(bytes);
        int[] numbers = [1, width, Height, Frames, 24000, 1001, FramesShape.DataOffset];
        MemoryMarshal.AsBytes(numbers.AsSpan()).CopyTo(bytes.AsSpan(8));
        for (var frame = 0; frame < Frames; frame++)
        {
            MemoryMarshal.Cast<byte, ushort>(bytes.AsSpan(FramesShape.DataOffset))[(3 * width * Height * frame)..].Fill((ushort)(1000 * frame));
        }

        // Beside its place and renamed, as the server does: a mapped file is never written into.
        File.WriteAllBytes(_path + ".part", bytes);
        File.Move(_path + ".part", _path, overwrite: true);
    }
}
