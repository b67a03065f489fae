using System.Globalization;
using System.Numerics.Tensors;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Bwf;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Media.Sound;

namespace Sora2.LocalServer.Media.Verification;

/// <summary>Reads every file of a shot back and compares it with what was asked for. Trusts no exit code.</summary>
public sealed class ShotVerifier(FfmpegTools tools)
{
    private const string Rec709 = "bt709 bt709 bt709 tv";

    /// <param name="frames">Frames the picture must have.</param>
    /// <exception cref="ShotVerificationException">Something differs; all of it is listed.</exception>
    /// <exception cref="FfmpegException">The picture cannot be read at all.</exception>
    public async Task VerifyAsync(EncodedShot shot, EncodeSettings settings, int frames, CancellationToken cancellationToken)
    {
        var start = EncodeCheck.Check(settings.Sequence, settings.Codec);
        var found = await Task.WhenAll(
            CheckMovieAsync(shot, settings, start, frames, cancellationToken),
            settings.Sound ? Task.Run(() => CheckSoundAsync(shot, start, frames, cancellationToken), cancellationToken) : Task.FromResult<List<string>>([]));
        var problems = found.SelectMany(list => list).ToList();
        if (!IsJpeg(shot.Poster))
        {
            problems.Add("the poster is no JPEG");
        }

        if (problems.Count > 0)
        {
            throw new ShotVerificationException(problems);
        }
    }

    private async Task<List<string>> CheckMovieAsync(
        EncodedShot shot, EncodeSettings settings, Timecode start, int frames, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var format = MovieFormat.Of(settings.Codec, start.Rate.TimecodeBase);
        var report = await MovieReport.ReadAsync(tools, shot.Picture, format.Muxer, cancellationToken);
        var rate = $"{start.Rate.Numerator}/{start.Rate.Denominator}";
        Compare("codec", report.Codec, format.Codec);
        Compare("profile", report.Profile, format.Profile);
        Compare("pixel format", report.PixelFormat, format.PixelFormat);
        Compare("size", Size(report.Width, report.Height), Size(settings.Sequence.Width, settings.Sequence.Height));
        Compare("frame rate", report.FrameRate, rate);
        Compare("average frame rate", report.AverageFrameRate, rate);
        Compare("frames", report.FrameCount, frames);
        Compare("colour", report.Colour, Rec709);
        Compare("interlaced", report.Interlaced, false);
        Compare("timecode", Timecode.TryParse(report.Timecode, start.Rate, out var read, out _) ? read.ToString() : report.Timecode, start.ToString());
        if (format.KeepsReelName)
        {
            Compare("reel name", report.ReelName, settings.ReelName);
        }

        var sound = settings.Sound
            ? new MovieSound(format.SoundCodec, StemMix.SampleRate, BwfWriter.ChannelCount, start.Rate.SamplesIn(frames, StemMix.SampleRate))
            : null;
        Compare("sound", report.Sound, sound);
        return problems;

        void Compare<T>(string what, T found, T wanted)
        {
            if (!EqualityComparer<T>.Default.Equals(found, wanted))
            {
                problems.Add($"the picture's {what} is {found?.ToString() ?? "missing"}, wanted {wanted?.ToString() ?? "none"}");
            }
        }
    }

    private static async Task<List<string>> CheckSoundAsync(
        EncodedShot shot, Timecode start, int frames, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var sampleCount = start.Rate.SamplesIn(frames, StemMix.SampleRate) * BwfWriter.ChannelCount;
        var reference = start.SamplesSinceMidnight(StemMix.SampleRate);
        var sum = new int[sampleCount];
        foreach (var stem in shot.Stems)
        {
            await ReadAsync(StemNames.SuffixOf(stem.Key), stem.Value, samples => TensorPrimitives.Add(sum, samples, sum));
        }

        await ReadAsync("MIX", shot.Mix, samples =>
        {
            if (!sum.AsSpan().SequenceEqual(samples))
            {
                problems.Add("the stems do not sum to the mix");
            }
        });
        return problems;

        async Task ReadAsync(string name, string? path, Action<int[]> use)
        {
            if (path is null || !File.Exists(path))
            {
                problems.Add($"{name} is missing");
                return;
            }

            BwfReader file;
            try
            {
                file = await BwfReader.ReadAsync(path, cancellationToken);
            }
            catch (InvalidDataException error)
            {
                problems.Add(error.Message.TrimEnd('.'));
                return;
            }

            if (file.SampleRate != StemMix.SampleRate || file.ChannelCount != BwfWriter.ChannelCount || !file.HasIxml)
            {
                problems.Add($"{name} has {file.ChannelCount} channels at {file.SampleRate} Hz, iXML {file.HasIxml}");
            }

            if (file.TimeReference != reference)
            {
                problems.Add($"{name} starts at sample {file.TimeReference}, wanted {reference}");
            }

            if (file.Samples.Length != sampleCount)
            {
                problems.Add($"{name} has {file.Samples.Length} samples, wanted {sampleCount}");
                return;
            }

            use(file.Samples);
        }
    }

    private static bool IsJpeg(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using var file = File.OpenRead(path);
        return file.ReadByte() == 0xFF && file.ReadByte() == 0xD8;
    }

    private static string Size(int width, int height) => string.Create(CultureInfo.InvariantCulture, $"{width}x{height}");
}
