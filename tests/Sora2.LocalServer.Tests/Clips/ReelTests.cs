using Sora2.LocalServer.Clips;
using Xunit;

namespace Sora2.LocalServer.Tests.Clips;

public sealed class ReelTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    [Fact]
    public void Open_ReturnsWhatWasWritten()
    {
        var header = new ReelHeader(new VideoShape(2, 2, 3), new FrameRate(24000, 1001), 24000, [StemKind.Effects, StemKind.Ambience], 2002);
        ushort[] frame = [.. Enumerable.Range(0, 18).Select(value => (ushort)(value * 3600))];
        float[] samples = [.. Enumerable.Range(0, 2002).Select(value => value / 2002f)];
        using (var writer = new ReelWriter(_path, header))
        {
            writer.WriteFrame(1, frame);
            writer.WriteStem(StemKind.Ambience, samples);
            writer.Complete();
        }

        using var reel = Reel.Open(_path);

        Assert.Equal(new FrameRate(24000, 1001), reel.Header.FrameRate);
        Assert.Equal(frame, reel.Frame(1).ToArray());
        Assert.Equal(samples, reel.Stem(StemKind.Ambience).ToArray());
        Assert.True(reel.Stem(StemKind.Music).IsEmpty);
    }

    [Fact]
    public void Open_RefusesAReelThatWasNeverCompleted()
    {
        using (new ReelWriter(_path, new ReelHeader(new VideoShape(1, 2, 2), new FrameRate(25, 1), 24000, [], 960)))
        {
        }

        Assert.Throws<InvalidDataException>(() => Reel.Open(_path));
    }

    public void Dispose() => File.Delete(_path);
}
