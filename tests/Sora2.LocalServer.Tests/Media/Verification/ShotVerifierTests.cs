using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Verification;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Verification;

public sealed class ShotVerifierTests : IDisposable
{
    private const int Frames = 12;
    private readonly TestFolder _folder = new();
    private readonly EncodeSettings _settings = new(
        "TEST_SH010_v001",
        "SH010",
        new SequenceSettings { FrameRate = new FrameRate(30000, 1001), Width = 64, Height = 36, StartTimecode = "01:00:00;00" },
        PictureCodec.ProRes422Hq,
        true,
        "a test");

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task VerifyAsync_NamesEachDifference()
    {
        var shot = await EncodeAsync();
        var other = _settings with
        {
            ReelName = "SH020",
            Sequence = _settings.Sequence with { Width = 128, FrameRate = new FrameRate(25, 1), StartTimecode = "02:00:00:00" },
        };

        var problems = await ProblemsAsync(shot, other, Frames + 1);

        string[] wanted = ["size is 64x36, wanted 128x36", "frame rate is 30000/1001, wanted 25/1", "frames is 12, wanted 13", "timecode is 01:00:00;00, wanted 02:00:00:00", "reel name is SH010, wanted SH020"];
        Assert.All(wanted, line => Assert.Contains(problems, problem => problem.Contains(line, StringComparison.Ordinal)));
        Assert.Contains(problems, problem => problem.StartsWith("MIX has", StringComparison.Ordinal));
        Assert.Contains(problems, problem => problem.StartsWith("FX starts at", StringComparison.Ordinal));
    }

    [Fact]
    public async Task VerifyAsync_HearsOneSampleThatIsOff()
    {
        var shot = await EncodeAsync();
        await using (var stem = new FileStream(shot.Stems[StemKind.Effects], FileMode.Open))
        {
            stem.Seek(-6, SeekOrigin.End);
            var value = stem.ReadByte();
            stem.Seek(-6, SeekOrigin.End);
            stem.WriteByte((byte)(value ^ 1));
        }

        Assert.Equal(["the stems do not sum to the mix"], await ProblemsAsync(shot, _settings, Frames));
    }

    [Fact]
    public async Task VerifyAsync_MissesAFile()
    {
        var shot = await EncodeAsync();
        File.Delete(shot.Poster);
        File.Delete(shot.Stems[StemKind.Effects]);

        var problems = await ProblemsAsync(shot, _settings, Frames);

        Assert.Contains("FX is missing", problems);
        Assert.Contains("the poster is no JPEG", problems);
    }

    [Fact]
    public async Task VerifyAsync_RefusesACutStem()
    {
        var shot = await EncodeAsync();
        await using (var stem = new FileStream(shot.Mix!, FileMode.Open))
        {
            stem.SetLength(stem.Length - 100);
        }

        Assert.Contains("TEST_SH010_v001_MIX.wav is no whole Wave file", await ProblemsAsync(shot, _settings, Frames));
    }

    // The trap: tags in the container alone leave the ProRes frame header "unknown".
    [Fact]
    public async Task VerifyAsync_SeesAProResHeaderWithoutTags()
    {
        var shot = await EncodeAsync();
        var file = await File.ReadAllBytesAsync(shot.Picture, Stop);
        file.AsSpan(file.AsSpan().IndexOf("icpf"u8) + 4 + 14, 3).Fill(2);
        await File.WriteAllBytesAsync(shot.Picture, file, Stop);

        Assert.Contains(await ProblemsAsync(shot, _settings, Frames), problem => problem.Contains("colour is", StringComparison.Ordinal));
    }

    [Fact]
    public async Task VerifyAsync_OpensNoListThatPosesAsAMovie()
    {
        var shot = await EncodeAsync();
        File.Copy(shot.Picture, _folder["real.mov"]);
        await File.WriteAllTextAsync(shot.Picture, $"ffconcat version 1.0\nfile {_folder["real.mov"]}\n", Stop);

        var verifier = new ShotVerifier(await Tools.FfmpegAsync());
        await Assert.ThrowsAsync<FfmpegException>(() => verifier.VerifyAsync(shot, _settings, Frames, Stop));
    }

    private async Task<EncodedShot> EncodeAsync()
    {
        using var reel = TestReel.Make(_folder.Path, _settings.Sequence.FrameRate, Frames, stems: [StemKind.Effects, StemKind.Ambience]);
        return await new ShotEncoder(await Tools.FfmpegAsync()).EncodeAsync(reel, _settings, _folder.Path, null, Stop);
    }

    private static async Task<IReadOnlyList<string>> ProblemsAsync(EncodedShot shot, EncodeSettings settings, int frames)
    {
        var verifier = new ShotVerifier(await Tools.FfmpegAsync());
        return (await Assert.ThrowsAsync<ShotVerificationException>(() => verifier.VerifyAsync(shot, settings, frames, Stop))).Problems;
    }
}
