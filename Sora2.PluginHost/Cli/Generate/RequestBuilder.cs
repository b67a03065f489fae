using System.Globalization;
using System.Security.Cryptography;
using Sora2.Contracts.V1;
using Sora2.PluginHost.Cli.Settings;

namespace Sora2.PluginHost.Cli.Generate;

/// <summary>Puts what was typed into a request. The server judges values; this judges only what cannot be written down.</summary>
internal static class RequestBuilder
{
    private const int DefaultFramesPerSecond = 24;

    /// <summary>A request for what was typed, with a seed of its own.</summary>
    public static GenerationRequest New() => new()
    {
        Task = ShotTask.Shot,
        Seed = RandomNumberGenerator.GetInt32(int.MaxValue),
        Sequence = new SequenceSettings { FrameRate = new FrameRate { Numerator = DefaultFramesPerSecond, Denominator = 1 } },
    };

    /// <summary>Lays the typed values over <paramref name="request"/>; what was not typed stays.</summary>
    /// <exception cref="CliException">A value that is no such value.</exception>
    public static void Apply(GenerateArguments typed, GenerationRequest request)
    {
        request.Sequence ??= new SequenceSettings();
        Set(typed.Prompt, value => request.Prompt = value);
        Set(typed.Negative, value => request.NegativePrompt = value);
        Set(typed.Model, value => request.Pack = value);
        Set(typed.Project, value => request.Project = value);
        Set(typed.Shot, value => request.Shot = value);
        Set(typed.StartTimecode, value => request.Sequence.StartTimecode = value);
        Set(typed.FrameRate, value => request.Sequence.FrameRate = FrameRateText.Parse(value));
        Set(typed.Fit, value => request.Sequence.Fit = ParseFit(value));
        Set(typed.Codec, value => request.Codec = ParseCodec(value));
        Set(typed.Memory, value => request.MemoryBytes = ByteText.Parse("--memory", value));
        Set(typed.Size, value => (request.Sequence.Width, request.Sequence.Height) = ParseSize(value));
        Set(typed.Handles, value => (request.Sequence.HeadHandle, request.Sequence.TailHandle) = ParseHandles(value));
        request.Seed = typed.Seed ?? request.Seed;
        if (typed.Seconds is { } seconds)
        {
            request.Seconds = seconds;
        }

        if (typed.Variants is { } variants)
        {
            request.Variants = variants;
        }

        if (typed.Steps is { } steps)
        {
            request.StepCount = steps;
        }

        if (typed.Guidance is { } guidance)
        {
            request.GuidanceScale = guidance;
        }

        if (typed.Music is not null)
        {
            request.Prompt = MusicWords.Add(request.Prompt, typed.Music);
        }

        ApplySound(typed, request);
        request.Draft |= typed.Draft;
        request.Upscale |= typed.Upscale;
    }

    private static void ApplySound(GenerateArguments typed, GenerationRequest request)
    {
        if (typed.NoAudio && typed.Stems is not null)
        {
            throw CliException.Invalid("--stems", $"\"{typed.Stems}\" beside --no-audio", "one of the two");
        }

        if (typed.Stems is not null)
        {
            request.Silent = false;
            request.Stems.Clear();
            request.Stems.AddRange(typed.Stems.Split(',').Select(ParseStem));
        }

        if (typed.NoAudio)
        {
            request.Silent = true;
            request.Stems.Clear();
        }
    }

    private static void Set(string? typed, Action<string> set)
    {
        if (typed is not null)
        {
            set(typed);
        }
    }

    private static StemKind ParseStem(string text) => text.Trim().ToLowerInvariant() switch
    {
        "dialogue" => StemKind.Dialogue,
        "effects" => StemKind.Effects,
        "ambience" => StemKind.Ambience,
        "music" => StemKind.Music,
        _ => throw CliException.Invalid("--stems", $"\"{text}\"", "dialogue, effects, ambience and music, parted by commas"),
    };

    private static PictureCodec ParseCodec(string text) => text.ToLowerInvariant() switch
    {
        "prores422hq" => PictureCodec.Prores422Hq,
        "dnxhr-hqx" => PictureCodec.DnxhrHqx,
        "h264" => PictureCodec.H264,
        _ => throw CliException.Invalid("--codec", $"\"{text}\"", "prores422hq, dnxhr-hqx or h264"),
    };

    private static FitPolicy ParseFit(string text) => text.ToLowerInvariant() switch
    {
        "fill" => FitPolicy.Fill,
        "fit" => FitPolicy.Fit,
        "crop" => FitPolicy.Crop,
        _ => throw CliException.Invalid("--fit", $"\"{text}\"", "fill, fit or crop"),
    };

    private static (int Head, int Tail) ParseHandles(string text)
    {
        var parts = text.Split(',');
        return parts.Length <= 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var head)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var tail)
            ? (head, tail)
            : throw CliException.Invalid("--handles", $"\"{text}\"", "frames such as 12, or HEAD,TAIL such as 0,12");
    }

    private static (int Width, int Height) ParseSize(string text)
    {
        var parts = text.ToLowerInvariant().Split('x');
        return parts.Length == 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            ? (width, height)
            : throw CliException.Invalid("--size", $"\"{text}\"", "WIDTHxHEIGHT such as 1920x1080");
    }
}
