using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Bwf;
using Sora2.LocalServer.Media.Sound;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Sound;

/// <summary>An edited shot keeps stems of the one it was made from.</summary>
public sealed class KeptStemsTests : IDisposable
{
    private static readonly FrameRate s_rate = new(24, 1);
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task EncodeAsync_TakesKeptStemsFromTheOriginalAndMixesThem()
    {
        var original = await EncodeAsync("one", 12, 0.2f, null);
        var effects = new Dictionary<StemKind, string> { [StemKind.Effects] = original.Stems[StemKind.Effects] };

        var edit = await EncodeAsync("two", 10, 0.1f, new KeptStems(effects, FirstFrame: 4));

        var (before, kept) = (await SamplesAsync(original.Stems[StemKind.Effects]), await SamplesAsync(edit.Stems[StemKind.Effects]));
        var (made, mix) = (await SamplesAsync(edit.Stems[StemKind.Ambience]), await SamplesAsync(edit.Mix!));
        Assert.Equal(10 * 2000, kept.Length);
        // The original has eight more frames; where it has ended there is silence.
        Assert.Equal(before[(4 * 2000)..], kept[..(8 * 2000)]);
        Assert.All(kept[(8 * 2000)..], sample => Assert.Equal(0, sample));
        Assert.InRange(made.Max(), 0.09 * StemMix.FullScale, 0.11 * StemMix.FullScale);
        Assert.Equal(kept.Zip(made, (one, other) => one + other), mix);
    }

    [Fact]
    public async Task EncodeAsync_RefusesAKeptStemThatIsNone()
    {
        await File.WriteAllBytesAsync(_folder["a.wav"], "RIFF....WAVE"u8.ToArray(), Stop);

        var error = await Assert.ThrowsAsync<InvalidMediaException>(
            () => EncodeAsync("two", 10, 0.1f, new KeptStems(new Dictionary<StemKind, string> { [StemKind.Effects] = _folder["a.wav"] }, 0)));

        Assert.Contains("no stem", error.Message, StringComparison.Ordinal);
    }

    private static async Task<int[]> SamplesAsync(string path)
    {
        var file = await BwfReader.ReadAsync(path, Stop);
        return [.. file.Samples.Where((_, index) => index % 2 == 0)];
    }

    private async Task<EncodedShot> EncodeAsync(string folder, int frames, float level, KeptStems? kept)
    {
        var path = Directory.CreateDirectory(_folder[folder]).FullName;
        using var reel = TestReel.Make(path, s_rate, frames, level: level, stems: [StemKind.Effects, StemKind.Ambience]);
        var sequence = new SequenceSettings { FrameRate = s_rate, Width = 64, Height = 36 };
        var settings = new EncodeSettings("TEST_SH010_v001", "SH010", sequence, PictureCodec.ProRes422Hq, true, "a test") { Kept = kept };
        return await new ShotEncoder(await Tools.FfmpegAsync()).EncodeAsync(reel, settings, path, null, Stop);
    }
}
