using System.Globalization;

namespace Sora2.LocalServer.Media.Footage;

/// <summary>Says in plain sentences what was done to a clip on its way to the model.</summary>
internal static class FootageNotes
{
    /// <summary>What a clip's headers say will be done; that its channels are mixed goes without saying.</summary>
    public static IReadOnlyList<string> Of(ClipProbe clip) => InWords(Header(clip, clip.Interlaced));

    /// <summary>What was done to a part that was read.</summary>
    /// <param name="interlaced">Whether any of its frames holds two fields, whatever the headers say.</param>
    public static IReadOnlyList<string> Of(ClipProbe clip, bool interlaced, FootageWish wish, int frames)
    {
        var notes = Header(clip, clip.Interlaced || interlaced);
        if (clip.Sound is { Channels: > 1 })
        {
            notes.Add($"The clip's {clip.Sound.Channels} sound channels were mixed to one.");
        }

        if (clip.FrameRate != wish.FrameRate || clip.VariableFrameRate)
        {
            notes.Add($"Its frames were taken by their time stamps at {wish.FrameRate}.");
        }

        if (frames < wish.Frames)
        {
            notes.Add($"The clip is too short for {wish.Part.Seconds:0.###} s; {frames / wish.FrameRate.FramesPerSecond:0.###} s were taken.");
        }

        return InWords(notes);
    }

    private static string[] InWords(List<FormattableString> notes) => [.. notes.Select(static note => note.ToString(CultureInfo.InvariantCulture))];

    private static List<FormattableString> Header(ClipProbe clip, bool interlaced)
    {
        List<FormattableString> notes = [];
        if (interlaced)
        {
            notes.Add($"The clip is interlaced ({(clip.TopFieldFirst ? "upper" : "lower")} field first); its fields were made whole frames.");
        }

        if (clip.VariableFrameRate)
        {
            notes.Add($"The clip's frame rate varies, {clip.FrameRate.FramesPerSecond:0.###} on average.");
        }

        if (clip.Orientation != 1)
        {
            notes.Add($"The clip was turned upright ({clip.Rotation} degrees clockwise{(clip.Orientation is 2 or 4 or 5 or 7 ? ", mirrored" : "")}).");
        }

        if (!clip.HasSquarePixels)
        {
            notes.Add($"The clip's pixels are {clip.PixelAspect:0.###} times as wide as high; it was stretched to square ones.");
        }

        if (clip.Colour.IsHdr)
        {
            notes.Add($"The clip is HDR ({clip.Colour.Name}); it was tone-mapped to Rec. 709.");
        }

        if (clip.HasAlpha)
        {
            notes.Add($"The clip is transparent in places; it was laid over black.");
        }

        if (clip.Sound is null)
        {
            notes.Add($"The clip is silent.");
        }

        if (clip.Sound is { LeftOut: > 0 } sound)
        {
            notes.Add($"{sound.LeftOut} more sound track(s) of the clip were left out.");
        }

        return notes;
    }
}
