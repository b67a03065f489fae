using System.Globalization;

namespace Sora2.LocalServer.Requests;

/// <summary>Where handles can be made: only beyond a cut whose other side is not known.</summary>
internal static class HandlesCheck
{
    /// <summary>Frames.</summary>
    public const int Longest = 240;

    /// <exception cref="InvalidRequestException">A handle is too long, or frames stand there that are given.</exception>
    public static void Check(GenerationRequest request)
    {
        var (task, sequence) = (request.Task, request.Sequence);
        Check("sequence.head_handle", sequence.HeadHandle, task switch
        {
            ShotTask.ExtendTail or ShotTask.FillGap => "0 here: the clip before the cut is the handle",
            ShotTask.Retake => "0 with a retake, which delivers the whole clip",
            _ when request.Conditioning.Any(static piece => piece is { Role: ConditioningRole.Frame, LastFrame: false }) =>
                "0 with a first frame, which opens the movie",
            _ => null,
        });
        Check("sequence.tail_handle", sequence.TailHandle, task switch
        {
            ShotTask.ExtendHead or ShotTask.FillGap => "0 here: the clip after the cut is the handle",
            ShotTask.Retake => "0 with a retake, which delivers the whole clip",
            _ when request.Conditioning.Any(static piece => piece is { Role: ConditioningRole.Frame, LastFrame: true }) =>
                "0 with a last frame, which closes the movie",
            _ => null,
        });
    }

    private static void Check(string field, int frames, string? only)
    {
        if (frames is < 0 or > Longest || (frames > 0 && only is not null))
        {
            throw new InvalidRequestException(
                field, string.Create(CultureInfo.InvariantCulture, $"{frames} frames"), only ?? string.Create(CultureInfo.InvariantCulture, $"0 to {Longest} frames"));
        }
    }
}
