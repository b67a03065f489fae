using System.Text.Json;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Media;

public sealed class ShotEncoderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("24000/1001", "01:00:00:00")]
    [InlineData("24", "01:00:00:00")]
    [InlineData("25", "10:00:00:00")]
    [InlineData("30000/1001", "01:00:00;02")]
    [InlineData("30000/1001", "00:59:59:29")]
    [InlineData("30", "01:00:00:00")]
    [InlineData("50", "23:59:59:49")]
    [InlineData("60000/1001", "01:01:00;04")]
    [InlineData("60", "01:00:00:00")]
    public async Task EncodeAsync_KeepsRateCountTimecodeAndTags(string rate, string timecode)
    {
        Assert.True(FrameRate.TryParse(rate, out var frameRate));
        using var reel = TestReel.Make(_folder.Path, frameRate, stems: [StemKind.Effects, StemKind.Ambience]);

        var shot = await EncodeAsync(reel, timecode, PictureCodec.ProRes422Hq);

        using var probe = await ProbeAsync(shot.Picture);
        var video = probe.RootElement.GetProperty("streams").EnumerateArray().Single(stream => Text(stream, "codec_type") == "video");
        Assert.Equal($"{frameRate.Numerator}/{frameRate.Denominator}", Text(video, "r_frame_rate"));
        Assert.Equal("12", Text(video, "nb_frames"));
        Assert.Equal(timecode, Text(video.GetProperty("tags"), "timecode"));
        Assert.Equal(["bt709", "bt709", "bt709", "tv"], new[] { "color_space", "color_transfer", "color_primaries", "color_range" }.Select(name => Text(video, name)));
        var sound = probe.RootElement.GetProperty("streams").EnumerateArray().Single(stream => Text(stream, "codec_type") == "audio");
        Assert.Equal("pcm_s24le", Text(sound, "codec_name"));
        Assert.Equal(frameRate.SamplesIn(12, 48000), sound.GetProperty("duration_ts").GetInt64());
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<JsonDocument> ProbeAsync(string path)
    {
        var tools = await FfmpegTools.FindAsync(null, Stop);
        return JsonDocument.Parse(await tools.ProbeAsync("read", ["-show_streams", "-of", "json", path], Stop));
    }

    private async Task<EncodedShot> EncodeAsync(Reel reel, string timecode, PictureCodec codec, int width = 320, int height = 180)
    {
        var encoder = new ShotEncoder(await FfmpegTools.FindAsync(null, Stop));
        var sequence = new SequenceSettings { FrameRate = reel.Header.FrameRate, Width = width, Height = height, StartTimecode = timecode };
        return await encoder.EncodeAsync(reel, new EncodeSettings("TEST_SH010_v001", "SH010", sequence, codec, true, "a test"), _folder.Path, null, Stop);
    }
}
