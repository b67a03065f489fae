using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.MiniAv;
using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.MiniAv;

/// <summary>How pieces are divided into windows of 24 latent frames, 6 of which are led.</summary>
public sealed class ShotWindowTests(ParityPack pack) : IClassFixture<ParityPack>
{
    [Theory]
    [InlineData(96, false, new[] { 24 })]
    [InlineData(96, true, new[] { 12, 12 })]
    [InlineData(97, false, new[] { 13, 12 })]
    [InlineData(192, false, new[] { 16, 16, 16 })]
    [InlineData(4, true, new[] { 1 })]
    public void Of_LeavesRoomForWhatLeadsAWindow(int frames, bool led, int[] expected)
    {
        var piece = Piece(frames);

        var windows = ShotWindow.Of(piece, Config, [(piece.LatentFrames, "")], led, backwards: false);

        Assert.Equal(expected, windows.Select(window => window.Frames));
        Assert.Equal(0, windows[0].FirstFrame);
        Assert.All(windows.Zip(windows.Skip(1)), pair => Assert.Equal((pair.First.EndFrame, pair.First.EndSoundRow), (pair.Second.FirstFrame, pair.Second.FirstSoundRow)));
        Assert.Equal((piece.LatentFrames, piece.SoundRows), (windows[^1].EndFrame, windows[^1].EndSoundRow));
    }

    [Fact]
    public void Of_EndsAWindowWhereASceneEnds()
    {
        var windows = ShotWindow.Of(Piece(160), Config, [(10, "one"), (40, "two")], led: false, backwards: false);

        Assert.Equal([(0, 10, "one"), (10, 25, "two"), (25, 40, "two")], windows.Select(window => (window.FirstFrame, window.EndFrame, window.Prompt)));
    }

    [Fact]
    public void Of_GoesBackwardsFromWhatFollows()
    {
        var windows = ShotWindow.Of(Piece(192), Config, [(48, "")], led: true, backwards: true);

        Assert.Equal([32, 16, 0], windows.Select(window => window.FirstFrame));
    }

    private MiniAvConfig Config => pack.Model.Config with { Denoiser = pack.Model.Config.Denoiser with { Window = 24, Context = 6 } };

    private ShotGeometry Piece(int frames) => ShotGeometry.For(new VideoShape(frames, 96, 160), new FrameRate(24, 1), Config);
}
