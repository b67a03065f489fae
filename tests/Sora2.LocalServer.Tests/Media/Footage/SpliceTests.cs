using System.Buffers.Binary;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Media.Footage;

/// <summary>Encodes a shot of moving waves, no two frames alike, then retakes a part of it with a white one, and compares frame by frame and sample by sample.</summary>
public sealed class SpliceTests : IDisposable
{
    private const int Frames = 24;
    private static readonly FrameRate s_rate = new(30000, 1001);
    private readonly TestFolder _folder = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(PictureCodec.ProRes422Hq, 8, 16, 50)]
    [InlineData(PictureCodec.ProRes422Hq, 0, 5, 50)]
    [InlineData(PictureCodec.ProRes422Hq, 20, 24, 50)]
    [InlineData(PictureCodec.ProRes422Hq, 0, 24, 50)]
    [InlineData(PictureCodec.DnxhrHqx, 8, 16, 50)]
    [InlineData(PictureCodec.H264, 8, 16, 40)]
    public async Task EncodeAsync_KeepsTheOriginalOutsideTheRange(PictureCodec codec, int first, int end, double least)
    {
        var original = await EncodeAsync("one", codec, moving: true, 0.2f, null);

        var retake = await EncodeAsync("two", codec, moving: false, 0.5f, new Splice(original.Picture, original.Stems, first, end, Frames));

        var (before, after) = (await DecodeAsync(original.Picture), await DecodeAsync(retake.Picture));
        var size = before.Length / Frames;
        Assert.Equal(before.Length, after.Length);
        for (var frame = 0; frame < Frames; frame++)
        {
            var noise = Psnr(before.AsSpan(frame * size, size), after.AsSpan(frame * size, size));
            TestContext.Current.SendDiagnosticMessage($"{codec} frame {frame}: {noise:0.0} dB");
            Assert.True(frame >= first && frame < end ? noise < 20 : noise > least, $"frame {frame}: {noise:0.0} dB");
        }
    }

    [Fact]
    public async Task EncodeAsync_KeepsEachStemToTheSampleOutsideTheRange()
    {
        var original = await EncodeAsync("one", PictureCodec.ProRes422Hq, moving: true, 0.2f, null);

        var retake = await EncodeAsync("two", PictureCodec.ProRes422Hq, moving: false, 0.5f, new Splice(original.Picture, original.Stems, 8, 16, Frames));
        // The new part by itself has the same gain.
        var alone = await EncodeAsync("three", PictureCodec.ProRes422Hq, moving: false, 0.5f, null, frames: 8);

        var (first, end) = ((int)s_rate.SamplesIn(8, 48000), (int)s_rate.SamplesIn(16, 48000));
        foreach (var kind in original.Stems.Keys)
        {
            var (before, after, made) = (await SamplesAsync(original.Stems[kind]), await SamplesAsync(retake.Stems[kind]), await SamplesAsync(alone.Stems[kind]));
            Assert.True(before.AsSpan(0, first).SequenceEqual(after.AsSpan(0, first)));
            Assert.True(before.AsSpan(end).SequenceEqual(after.AsSpan(end)));
            Assert.True(made.AsSpan(480, end - first - 960).SequenceEqual(after.AsSpan((first + 480)..(end - 480))));
            // No click: no step is larger than the louder tone's steepest, 500 Hz at 0.5, and the fade's own share.
            foreach (var (from, to) in new[] { (first - 10, first + 490), (end - 490, end + 10) })
            {
                var steepest = Enumerable.Range(from, to - from).Max(i => Math.Abs(after[i + 1] - after[i]));
                Assert.InRange(steepest, 1, 8_388_607 * 0.036);
            }
        }
    }

    /// <summary>A camera's clip has no stems: its sound, the mean of its channels, stays to the sample as the dialogue stem.</summary>
    [Fact]
    public async Task EncodeAsync_KeepsTheSoundOfAClipWithoutStems()
    {
        var original = await EncodeAsync("one", PictureCodec.ProRes422Hq, moving: true, 0.2f, null);

        var retake = await EncodeAsync(
            "two", PictureCodec.ProRes422Hq, moving: false, 0.5f, new Splice(original.Picture, new Dictionary<StemKind, string>(), 8, 16, Frames));

        var (first, end) = ((int)s_rate.SamplesIn(8, 48000), (int)s_rate.SamplesIn(16, 48000));
        var (mix, kept) = (await SamplesAsync(original.Mix!), await SamplesAsync(retake.Stems[StemKind.Dialogue]));
        Assert.Equal(mix.Length, kept.Length);
        for (var i = 0; i < mix.Length; i++)
        {
            if (i < first || i >= end)
            {
                Assert.InRange(kept[i] - mix[i], -1, 1);
            }
        }

        Assert.All((await SamplesAsync(retake.Stems[StemKind.Ambience]))[..first], static sample => Assert.Equal(0, sample));
    }

    [Theory]
    [InlineData(-1, 4)]
    [InlineData(4, 4)]
    [InlineData(4, 25)]
    public async Task EncodeAsync_RefusesARangeThatIsNotOnTheTimeLine(int first, int end)
    {
        var original = await EncodeAsync("one", PictureCodec.ProRes422Hq, moving: true, 0.2f, null);

        var error = await Assert.ThrowsAsync<InvalidRequestException>(
            () => EncodeAsync("two", PictureCodec.ProRes422Hq, moving: false, 0.5f, new Splice(original.Picture, original.Stems, first, end, Frames)));

        Assert.Equal("retake range", error.Field);
        Assert.Empty(Directory.GetFiles(_folder["two"], "*.wav"));
    }

    [Theory]
    [InlineData("25", 2.0, "25 frames a second")]
    [InlineData("30000/1001", 0.5, "frames long")]
    public async Task EncodeAsync_RefusesAnOriginalThatDoesNotFit(string rate, double seconds, string what)
    {
        await TestClip.MakeAsync(_folder["a.mov"], rate, seconds, "-c:v prores_aw", stop: Stop);

        var error = await Assert.ThrowsAsync<InvalidMediaException>(
            () => EncodeAsync("two", PictureCodec.ProRes422Hq, moving: false, 0.5f, new Splice(_folder["a.mov"], new Dictionary<StemKind, string>(), 8, 16, Frames)));

        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    private async Task<EncodedShot> EncodeAsync(string folder, PictureCodec codec, bool moving, float level, Splice? splice, int frames = Frames)
    {
        var path = Directory.CreateDirectory(_folder[folder]).FullName;
        using var flat = TestReel.Make(path, s_rate, splice is null ? frames : Math.Max(1, splice.EndFrame - splice.FirstFrame), width: 320, height: 180, level: level, bars: false, stems: [StemKind.Dialogue, StemKind.Ambience]);
        using var waves = moving ? MakeWaves(path, flat) : null;
        var reel = waves ?? flat;
        var sequence = new SequenceSettings { FrameRate = s_rate, Width = 320, Height = 180, StartTimecode = "01:00:00;00" };
        var settings = new EncodeSettings("TEST_SH010_v001", "SH010", sequence, codec, true, "a test") { Splice = splice };
        return await new ShotEncoder(await Tools.FfmpegAsync()).EncodeAsync(reel, settings, path, null, Stop);
    }

    // The stems are those of the other reel.
    private static Reel MakeWaves(string folder, Reel sound)
    {
        var path = Path.Combine(folder, Path.GetRandomFileName());
        var (_, height, width) = sound.Header.Picture;
        using (var writer = new ReelWriter(path, sound.Header))
        {
            var picture = new ushort[width * height * 3];
            for (var frame = 0; frame < Frames; frame++)
            {
                for (var i = 0; i < picture.Length; i++)
                {
                    var (x, y, channel) = (i / 3 % width, i / 3 / width, i % 3);
                    picture[i] = (ushort)(32768 + (12000 * Math.Sin((0.11 * x) + (0.5 * frame))) + (8000 * Math.Sin((0.23 * y) - (0.4 * frame) + channel))
                        + (4000 * Math.Sin((0.9 * x) + (0.7 * y) + frame)));
                }

                writer.WriteFrame(frame, picture);
            }

            foreach (var stem in sound.Header.Stems)
            {
                writer.WriteStem(stem, sound.Stem(stem));
            }

            writer.Complete();
        }

        return Reel.Open(path);
    }

    private static double Psnr(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        double sum = 0;
        for (var i = 0; i < a.Length; i += 2)
        {
            double difference = BinaryPrimitives.ReadUInt16LittleEndian(a[i..]) - BinaryPrimitives.ReadUInt16LittleEndian(b[i..]);
            sum += difference * difference;
        }

        return 10 * Math.Log10(1023.0 * 1023 / Math.Max(1e-9, sum / (a.Length / 2)));
    }

    private static async Task<byte[]> DecodeAsync(string path) => await (await Tools.FfmpegAsync()).RunAsync(
        "decode", ["-i", path, "-pix_fmt", "yuv422p10le", "-f", "rawvideo", "pipe:1"], null, FfmpegLimits.Encode with { OutputBytes = int.MaxValue }, Stop);

    private static async Task<int[]> SamplesAsync(string path)
    {
        var bytes = await (await Tools.FfmpegAsync()).RunAsync(
            "decode", ["-i", path, "-map", "0:a:0", "-af", "pan=mono|c0=c0", "-f", "s32le", "pipe:1"], null, FfmpegLimits.Encode, Stop);
        return [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(4 * i)) >> 8)];
    }
}
