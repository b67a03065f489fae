using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Requests;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc.Mapping;

/// <summary>Requests as messages and back. Says no only to what our own types cannot hold; the rest is the validator's.</summary>
internal static class RequestMapping
{
    private const double DefaultSeconds = 4;
    private const int DefaultWidth = 1920;
    private const int DefaultHeight = 1080;
    private const string DefaultTimecode = "01:00:00:00";
    private const string DefaultProject = "SORA2";

    /// <exception cref="InvalidRequestException">A field that names nothing we know.</exception>
    public static GenerationRequest ToRequest(this V1.GenerationRequest? message)
    {
        if (message is null)
        {
            throw new InvalidRequestException("request", "nothing", "a GenerationRequest");
        }

        var task = message.Task.ToTask();
        Scene[] scenes = [.. message.Scenes.Select(static scene => new Scene(scene.Prompt, scene.Seconds))];
        return new GenerationRequest
        {
            Task = task,
            Prompt = message.Prompt,
            NegativePrompt = message.NegativePrompt,
            Seconds = ToSeconds(message, task, scenes),
            Sequence = ToSequence(message.Sequence, task),
            Seed = message.Seed,
            Variants = message.HasVariants ? message.Variants : 1,
            Pack = message.Pack,
            PackHash = message.PackHash,
            StepCount = Given("step_count", message.HasStepCount, message.StepCount, "1 to 200, or nothing for the pack's own"),
            GuidanceScale = Given("guidance_scale", message.HasGuidanceScale, message.GuidanceScale, "1 to 20, or nothing for the pack's own"),
            MemoryBytes = message.MemoryBytes,
            Conditioning = [.. message.Conditioning.Select(ToConditioning)],
            Range = ToRange(message.Range),
            Scenes = scenes,
            Parent = message.Parent,
            Stems = ToStems(message),
            Draft = message.Draft,
            Upscale = message.Upscale,
            Codec = message.Codec.ToCodec(),
            Project = message.Project.Length > 0 ? message.Project : DefaultProject,
            Shot = message.Shot,
        };
    }

    /// <summary>The message that maps back to the same request, every default written out.</summary>
    public static V1.GenerationRequest ToMessage(this GenerationRequest request)
    {
        var message = new V1.GenerationRequest
        {
            Task = request.Task.ToMessage(),
            Prompt = request.Prompt,
            NegativePrompt = request.NegativePrompt,
            Sequence = ToMessage(request.Sequence),
            Seed = request.Seed,
            Variants = request.Variants,
            Pack = request.Pack,
            PackHash = request.PackHash,
            Silent = request.Stems.Count == 0,
            Draft = request.Draft,
            Upscale = request.Upscale,
            Codec = request.Codec.ToMessage(),
            Project = request.Project,
            Shot = request.Shot,
            Range = ToMessage(request.Range),
            Parent = request.Parent,
            MemoryBytes = request.MemoryBytes,
        };
        if (!request.Task.TakesItsLengthFromAClip())
        {
            message.Seconds = request.Seconds;
        }

        if (request.StepCount != 0)
        {
            message.StepCount = request.StepCount;
        }

        if (request.GuidanceScale != 0)
        {
            message.GuidanceScale = request.GuidanceScale;
        }

        message.Stems.AddRange(request.Stems.Select(static stem => stem.ToMessage()));
        message.Scenes.AddRange(request.Scenes.Select(static scene => new V1.Scene { Prompt = scene.Prompt, Seconds = scene.Seconds }));
        message.Conditioning.AddRange(request.Conditioning.Select(static piece => new V1.Conditioning
        {
            Role = piece.Role.ToMessage(),
            MediaId = piece.MediaId,
            AtSeconds = piece.AtSeconds,
            LastFrame = piece.LastFrame,
            Name = piece.Name,
            Part = ToMessage(piece.Part),
            Stem = piece.Stem?.ToMessage() ?? V1.StemKind.Unspecified,
        }));
        return message;
    }

    private static double ToSeconds(V1.GenerationRequest message, ShotTask task, Scene[] scenes)
    {
        if (message.HasSeconds && task.TakesItsLengthFromAClip())
        {
            throw new InvalidRequestException(
                "seconds", message.Seconds.ToString(CultureInfo.InvariantCulture), $"nothing with task {task.Word()}: its clip says how long it is");
        }

        return message.HasSeconds ? message.Seconds : scenes.Length > 0 ? scenes.Sum(static scene => scene.Seconds) : DefaultSeconds;
    }

    private static TimeRange? ToRange(V1.TimeRange? message) => message is null ? null : new TimeRange(message.Start, message.End);

    private static V1.TimeRange? ToMessage(TimeRange? range) => range is null ? null : new V1.TimeRange { Start = range.Start, End = range.End };

    // Zero is how our own type says "the pack's own"; on the wire that is said by leaving the field out.
    private static T Given<T>(string field, bool has, T value, string allowed)
        where T : struct, IEquatable<T> =>
        has && value.Equals(default) ? throw new InvalidRequestException(field, "0", allowed) : value;

    /// <exception cref="InvalidRequestException">Nothing, or no positive rate.</exception>
    public static FrameRate ToRate(this V1.FrameRate? rate, string field)
    {
        const string Rates = "a positive rational such as 25/1 or 24000/1001";
        return rate switch
        {
            null => throw new InvalidRequestException(field, "nothing", Rates),
            { Numerator: > 0, Denominator: > 0 } => new FrameRate(rate.Numerator, rate.Denominator),
            _ => throw new InvalidRequestException(field, $"{rate.Numerator}/{rate.Denominator}", Rates),
        };
    }

    private static SequenceSettings ToSequence(V1.SequenceSettings? message, ShotTask task)
    {
        var rate = (message?.FrameRate).ToRate("sequence.frame_rate");
        if (message!.Colour is not (V1.Colour.Unspecified or V1.Colour.Rec709))
        {
            throw new InvalidRequestException("sequence.colour", $"{(int)message.Colour}", "REC709");
        }

        return new SequenceSettings
        {
            FrameRate = rate,
            Width = message.HasWidth ? message.Width : DefaultWidth,
            Height = message.HasHeight ? message.Height : DefaultHeight,
            StartTimecode = message.StartTimecode.Length > 0 || task != ShotTask.Shot ? message.StartTimecode : DefaultTimecode,
            Fit = message.Fit.ToFit(),
            HeadHandle = message.HeadHandle,
            TailHandle = message.TailHandle,
        };
    }

    private static V1.SequenceSettings ToMessage(SequenceSettings sequence) => new()
    {
        FrameRate = new V1.FrameRate { Numerator = sequence.FrameRate.Numerator, Denominator = sequence.FrameRate.Denominator },
        Width = sequence.Width,
        Height = sequence.Height,
        StartTimecode = sequence.StartTimecode,
        Fit = sequence.Fit.ToMessage(),
        HeadHandle = sequence.HeadHandle,
        TailHandle = sequence.TailHandle,
        Colour = V1.Colour.Rec709,
    };

    private static Conditioning ToConditioning(V1.Conditioning message, int index) => new(
        message.Role.ToRole(index),
        message.MediaId,
        message.AtSeconds,
        message.LastFrame,
        message.Name,
        ToRange(message.Part),
        message.Stem == V1.StemKind.Unspecified ? null : message.Stem.ToStem($"conditioning[{index}].stem"));

    private static IReadOnlyList<StemKind> ToStems(V1.GenerationRequest message) => message switch
    {
        { Silent: true, Stems.Count: > 0 } => throw new InvalidRequestException("silent", "true beside stems", "one of the two"),
        { Silent: true } => [],
        { Stems.Count: 0 } => [StemKind.Dialogue, StemKind.Effects, StemKind.Ambience, StemKind.Music],
        _ => [.. message.Stems.Select(static (stem, index) => stem.ToStem($"stems[{index}]"))],
    };
}
