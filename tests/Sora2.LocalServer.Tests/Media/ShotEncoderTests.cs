using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Media;

/// <summary>Encodes small reels with the real FFmpeg and reads the files back by other ways than the encoder's own check.</summary>
public sealed class ShotEncoderTests : IDisposable
{
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("24000/1001", "01:00:00:00", PictureCodec.ProRes422Hq)]
    [InlineData("24", "01:00:00:00", PictureCodec.H264)]
    [InlineData("25", "10:00:00:00", PictureCodec.DnxhrHqx)]
    [InlineData("30000/1001", "01:00:00;02", PictureCodec.ProRes422Hq)]
    [InlineData("30000/1001", "01:01:00;02", PictureCodec.H264)]
    [InlineData("30000/1001", "00:59:59:29", PictureCodec.DnxhrHqx)]
    [InlineData("30", "01:00:00:00", PictureCodec.ProRes422Hq)]
    [InlineData("50", "23:59:59:49", PictureCodec.ProRes422Hq)]
    [InlineData("60000/1001", "01:01:00;04", PictureCodec.DnxhrHqx)]
    [InlineData("60000/1001", "01:00:00:00", PictureCodec.H264)]
    [InlineData("25/2", "01:00:00:12", PictureCodec.ProRes422Hq)]
    public async Task EncodeAsync_KeepsRateCountTimecodeTagsAndLength(string rate, string timecode, PictureCodec codec)
    {
        Assert.True(FrameRate.TryParse(rate, out var frameRate));
        using var reel = TestReel.Make(_folder.Path, frameRate, stems: [StemKind.Effects, StemKind.Ambience]);

        var shot = await EncodeAsync(reel, timecode, codec);

        using var probe = await ProbeAsync(shot.Picture);
        var streams = probe.RootElement.GetProperty("streams").EnumerateArray().ToList();
        var video = streams.Single(stream => Text(stream, "codec_type") == "video");
        Assert.Equal($"{frameRate.Numerator}/{frameRate.Denominator}", Text(video, "r_frame_rate"));
        Assert.Equal("12", Text(video, "nb_frames"));
        Assert.Equal((320, 180), (video.GetProperty("width").GetInt32(), video.GetProperty("height").GetInt32()));
        Assert.Equal(timecode, Text(video.GetProperty("tags"), "timecode"));
        Assert.Equal("bt709 bt709 bt709 tv", $"{Text(video, "color_space")} {Text(video, "color_transfer")} {Text(video, "color_primaries")} {Text(video, "color_range")}");
        Assert.Single(streams, stream => Text(stream, "codec_tag_string") == "tmcd");
        var sound = streams.Single(stream => Text(stream, "codec_type") == "audio");
        Assert.Equal(codec == PictureCodec.H264 ? "aac" : "pcm_s24le", Text(sound, "codec_name"));
        Assert.Equal(frameRate.SamplesIn(12, 48000), sound.GetProperty("duration_ts").GetInt64());
        Assert.Equal(codec == PictureCodec.H264 ? [] : ["SH010"], streams.Select(stream => Tag(stream, "reel_name")).OfType<string>());
    }

    // ISO/IEC 23091-2: 1 is BT.709. Bytes 14 to 16 of the ProRes frame header (SMPTE RDD 36); FFmpeg leaves them 2, unknown,
    // when only the container is tagged.
    [Fact]
    public async Task EncodeAsync_TagsTheProResFrameHeaderItself()
    {
        using var reel = TestReel.Make(_folder.Path, new FrameRate(25, 1));

        var shot = await EncodeAsync(reel, "01:00:00:00", PictureCodec.ProRes422Hq);

        var file = await File.ReadAllBytesAsync(shot.Picture, Stop);
        var frames = 0;
        for (var at = file.AsSpan().IndexOf("icpf"u8); at >= 0;)
        {
            var header = file.AsSpan(at + 4);
            Assert.Equal([1, 1, 1], header.Slice(14, 3).ToArray());
            frames++;
            var next = file.AsSpan(at + 4).IndexOf("icpf"u8);
            at = next < 0 ? -1 : at + 4 + next;
        }

        Assert.Equal(12, frames);
    }

    // QuickTime "colr": nclc 1-1-1; MP4: nclx 1-1-1 with the full-range bit clear.
    [Theory]
    [InlineData(PictureCodec.ProRes422Hq, "nclc")]
    [InlineData(PictureCodec.DnxhrHqx, "nclc")]
    [InlineData(PictureCodec.H264, "nclx")]
    public async Task EncodeAsync_TagsTheContainer(PictureCodec codec, string kind)
    {
        using var reel = TestReel.Make(_folder.Path, new FrameRate(25, 1));

        var shot = await EncodeAsync(reel, "01:00:00:00", codec);

        var file = await File.ReadAllBytesAsync(shot.Picture, Stop);
        var box = file.AsSpan(file.AsSpan().IndexOf("colr"u8) + 4);
        Assert.Equal(kind, System.Text.Encoding.ASCII.GetString(box[..4]));
        Assert.Equal([0, 1, 0, 1, 0, 1], box.Slice(4, 6).ToArray());
        Assert.Equal(0, kind == "nclx" ? box[10] & 0x80 : 0);
    }

    // Rec. 709, narrow range, 10 bit, from the matrix itself: Y = 64 + 876 (0.2126 R + 0.7152 G + 0.0722 B), and so on.
    [Theory]
    [InlineData(PictureCodec.ProRes422Hq, 1.5)]
    [InlineData(PictureCodec.DnxhrHqx, 1.5)]
    [InlineData(PictureCodec.H264, 5)]      // eight bits
    public async Task EncodeAsync_KeepsColours(PictureCodec codec, double tolerance)
    {
        using var reel = TestReel.Make(_folder.Path, new FrameRate(25, 1));

        var shot = await EncodeAsync(reel, "01:00:00:00", codec);

        var picture = await DecodeAsync(shot.Picture, "yuv444p10le");
        for (var bar = 0; bar < 8; bar++)
        {
            var rgb = TestReel.Bars[bar].Select(value => value / 65535.0).ToArray();
            var luma = (0.2126 * rgb[0]) + (0.7152 * rgb[1]) + (0.0722 * rgb[2]);
            double[] expected = [64 + (876 * luma), 512 + (896 * (rgb[2] - luma) / 1.8556), 512 + (896 * (rgb[0] - luma) / 1.5748)];
            for (var plane = 0; plane < 3; plane++)
            {
                Assert.Equal(expected[plane], picture[(plane * 320 * 180) + (90 * 320) + (bar * 40) + 20], tolerance);
            }
        }
    }

    [Theory]
    [InlineData(FitPolicy.Fill, 940, 940)]
    [InlineData(FitPolicy.Fit, 64, 940)]
    [InlineData(FitPolicy.Crop, 64, 940)]
    public async Task EncodeAsync_PlacesThePictureUnstretched(FitPolicy fit, int cornerLuma, int middleLuma)
    {
        using var reel = TestReel.Make(_folder.Path, new FrameRate(25, 1), width: 36, height: 64, bars: false);

        var shot = await EncodeAsync(reel, "01:00:00:00", PictureCodec.ProRes422Hq, fit: fit);

        var picture = await DecodeAsync(shot.Picture, "yuv444p10le");
        Assert.Equal(cornerLuma, picture[320 + 1], 2.0);
        Assert.Equal(middleLuma, picture[(90 * 320) + 160], 2.0);
        Assert.Equal(512, picture[(320 * 180) + 320 + 1], 2.0);
    }

    [Fact]
    public async Task EncodeAsync_WritesStemsThatSumToTheMovieSound()
    {
        using var reel = TestReel.Make(
            _folder.Path, new FrameRate(30000, 1001), level: 0.9f, stems: [StemKind.Dialogue, StemKind.Effects, StemKind.Ambience, StemKind.Music]);

        var shot = await EncodeAsync(reel, "01:00:00;00", PictureCodec.ProRes422Hq);

        Assert.Equal(
            ["TEST_SH010_v001_AMB.wav", "TEST_SH010_v001_DX.wav", "TEST_SH010_v001_FX.wav", "TEST_SH010_v001_MX.wav"],
            shot.Stems.Values.Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
        var mix = await SamplesAsync(shot.Mix!);
        var stems = await Task.WhenAll(shot.Stems.Values.Select(SamplesAsync));
        Assert.Equal(reel.Header.FrameRate.SamplesIn(12, 48000) * 2, mix.Length);
        Assert.Equal(mix, Enumerable.Range(0, mix.Length).Select(i => stems.Sum(stem => stem[i])));
        Assert.Equal(mix, await SamplesAsync(shot.Picture));
        Assert.All(stems, stem => Assert.Contains(stem, sample => sample != 0));
    }

    [Theory]
    [InlineData("24000/1001", "01:00:00:00", "172972800", "NDF")]
    [InlineData("30000/1001", "01:00:00;00", "172799827", "DF")]
    [InlineData("25", "10:00:00:00", "1728000000", "NDF")]
    public async Task EncodeAsync_GivesStemsTheTimecode(string rate, string timecode, string reference, string flag)
    {
        Assert.True(FrameRate.TryParse(rate, out var frameRate));
        using var reel = TestReel.Make(_folder.Path, frameRate, stems: [StemKind.Effects]);

        var shot = await EncodeAsync(reel, timecode, PictureCodec.ProRes422Hq);

        var stem = shot.Stems[StemKind.Effects];
        using var probe = await ProbeAsync(stem);
        var tags = probe.RootElement.GetProperty("format").GetProperty("tags");
        Assert.Equal(reference, Text(tags, "time_reference"));
        Assert.Equal("TEST_SH010_v001_FX", Text(tags, "originator_reference"));
        Assert.Equal("a test", Text(tags, "comment"));
        var file = await File.ReadAllTextAsync(stem, System.Text.Encoding.Latin1, Stop);
        Assert.Contains($"<TIMECODE_RATE>{frameRate.Numerator}/{frameRate.Denominator}</TIMECODE_RATE>", file, StringComparison.Ordinal);
        Assert.Contains($"<TIMECODE_FLAG>{flag}</TIMECODE_FLAG>", file, StringComparison.Ordinal);
        Assert.Contains("<SCENE>SH010</SCENE>", file, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(PictureCodec.ProRes422Hq)]
    [InlineData(PictureCodec.DnxhrHqx)]
    [InlineData(PictureCodec.H264)]
    public async Task EncodeAsync_WritesTheSameBytesAgain(PictureCodec codec)
    {
        using var reel = TestReel.Make(_folder.Path, new FrameRate(24000, 1001), stems: [StemKind.Effects]);
        var one = await EncodeAsync(reel, "01:00:00:00", codec, folder: Directory.CreateDirectory(_folder["one"]).FullName);
        var two = await EncodeAsync(reel, "01:00:00:00", codec, folder: Directory.CreateDirectory(_folder["two"]).FullName);

        foreach (var (first, second) in new[] { (one.Picture, two.Picture), (one.Mix!, two.Mix!), (one.Poster, two.Poster) })
        {
            Assert.Equal(SHA256.HashData(await File.ReadAllBytesAsync(first, Stop)), SHA256.HashData(await File.ReadAllBytesAsync(second, Stop)));
        }
    }

    [Fact]
    public async Task EncodeAsync_MakesASilentPictureWhenNoSoundIsWanted()
    {
        using var reel = TestReel.Make(_folder.Path, new FrameRate(25, 1), stems: [StemKind.Effects]);

        var shot = await EncodeAsync(reel, "01:00:00:00", PictureCodec.ProRes422Hq, sound: false);

        Assert.Null(shot.Mix);
        Assert.Empty(shot.Stems);
        Assert.Empty(Directory.GetFiles(_folder.Path, "*.wav"));
        using var probe = await ProbeAsync(shot.Picture);
        Assert.DoesNotContain(probe.RootElement.GetProperty("streams").EnumerateArray(), stream => Text(stream, "codec_type") == "audio");
    }

    [Fact]
    public async Task EncodeAsync_MakesAPosterOfTheSequencesShape()
    {
        using var reel = TestReel.Make(_folder.Path, new FrameRate(25, 1));

        var shot = await EncodeAsync(reel, "01:00:00:00", PictureCodec.ProRes422Hq, width: 1280, height: 720);

        using var probe = await ProbeAsync(shot.Poster);
        var picture = probe.RootElement.GetProperty("streams")[0];
        Assert.Equal((480, 270), (picture.GetProperty("width").GetInt32(), picture.GetProperty("height").GetInt32()));
    }

    [Theory]
    [InlineData("24000/1001", "01:00:00;00", PictureCodec.ProRes422Hq, 320, 180, "sequence.start_timecode")]
    [InlineData("30000/1001", "00:01:00;00", PictureCodec.ProRes422Hq, 320, 180, "sequence.start_timecode")]
    [InlineData("25", "01:00:00:25", PictureCodec.ProRes422Hq, 320, 180, "sequence.start_timecode")]
    [InlineData("25", "01:00:00:00", PictureCodec.ProRes422Hq, 17, 0, "sequence.size")]
    [InlineData("25", "01:00:00:00", PictureCodec.DnxhrHqx, 128, 72, "sequence.size")]
    public async Task EncodeAsync_RefusesBeforeItWritesAnything(string rate, string timecode, PictureCodec codec, int width, int height, string field)
    {
        Assert.True(FrameRate.TryParse(rate, out var frameRate));
        using var reel = TestReel.Make(_folder.Path, frameRate, stems: [StemKind.Effects]);
        var output = Directory.CreateDirectory(_folder["out"]).FullName;

        var error = await Assert.ThrowsAsync<InvalidRequestException>(() => EncodeAsync(reel, timecode, codec, width, height, folder: output));

        Assert.Equal(field, error.Field);
        Assert.Empty(Directory.GetFileSystemEntries(output));
    }

    [Fact]
    public async Task EncodeAsync_OverwritesNothing()
    {
        using var reel = TestReel.Make(_folder.Path, new FrameRate(25, 1));
        await File.WriteAllTextAsync(_folder["TEST_SH010_v001.mov"], "mine", Stop);

        await Assert.ThrowsAsync<FfmpegException>(() => EncodeAsync(reel, "01:00:00:00", PictureCodec.ProRes422Hq));

        Assert.Equal("mine", await File.ReadAllTextAsync(_folder["TEST_SH010_v001.mov"], Stop));
    }

    [Fact]
    public async Task EncodeAsync_StopsWhenCancelled()
    {
        using var reel = TestReel.Make(_folder.Path, new FrameRate(25, 1), frames: 250);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var sequence = new SequenceSettings { FrameRate = reel.Header.FrameRate };
        var settings = new EncodeSettings("TEST_SH010_v001", "SH010", sequence, PictureCodec.ProRes422Hq, false, "");

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await new ShotEncoder(await Tools.FfmpegAsync()).EncodeAsync(reel, settings, _folder.Path, new CancelAtFirstFrame(cancel), cancel.Token));
    }

    private static string? Text(JsonElement element, string name) => element.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static string? Tag(JsonElement stream, string name) => stream.TryGetProperty("tags", out var tags) ? Text(tags, name) : null;

    private static async Task<JsonDocument> ProbeAsync(string path)
    {
        var tools = await Tools.FfmpegAsync();
        return JsonDocument.Parse(await tools.ProbeAsync("read", ["-show_streams", "-show_format", "-of", "json", path], Stop));
    }

    private static async Task<ushort[]> DecodeAsync(string path, string pixels)
    {
        var bytes = await (await Tools.FfmpegAsync()).RunAsync(
            "decode", ["-i", path, "-frames:v", "1", "-vf", "scale=flags=accurate_rnd", "-pix_fmt", pixels, "-f", "rawvideo", "pipe:1"], null, FfmpegLimits.Encode, Stop);
        return [.. Enumerable.Range(0, bytes.Length / 2).Select(i => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i)))];
    }

    private static async Task<int[]> SamplesAsync(string path)
    {
        var bytes = await (await Tools.FfmpegAsync()).RunAsync(
            "decode", ["-i", path, "-map", "0:a:0", "-f", "s32le", "pipe:1"], null, FfmpegLimits.Encode, Stop);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4 * i)) >> 8)];
    }

    private async Task<EncodedShot> EncodeAsync(
        Reel reel,
        string timecode,
        PictureCodec codec,
        int width = 320,
        int height = 180,
        FitPolicy fit = FitPolicy.Fill,
        bool sound = true,
        string? folder = null)
    {
        var sequence = new SequenceSettings { FrameRate = reel.Header.FrameRate, Width = width, Height = height, StartTimecode = timecode, Fit = fit };
        var settings = new EncodeSettings("TEST_SH010_v001", "SH010", sequence, codec, sound, "a test");
        return await new ShotEncoder(await Tools.FfmpegAsync()).EncodeAsync(reel, settings, folder ?? _folder.Path, null, Stop);
    }

    private sealed class CancelAtFirstFrame(CancellationTokenSource cancel) : IProgress<double>
    {
        public void Report(double value) => cancel.Cancel();
    }
}
