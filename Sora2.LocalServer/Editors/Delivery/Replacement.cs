using System.Globalization;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Editors.Delivery;

/// <summary>A shot in the place of an earlier version of itself, frame by frame: nothing else on the timeline moves.</summary>
public static class Replacement
{
    /// <exception cref="InvalidRequestException">The cut would be another: rate, size, length or timecode differ. Handles may.</exception>
    public static void Check(EditorShot before, EditorShot next)
    {
        Require(next.FrameRate == before.FrameRate, $"{next.FrameRate} frames a second", $"{before.FrameRate}");
        Require((next.Width, next.Height) == (before.Width, before.Height), $"{next.Width}x{next.Height}", $"{before.Width}x{before.Height}");
        Require(next.CutFrames == before.CutFrames, $"{next.CutFrames} frames", $"{before.CutFrames}");
        Require(next.CutStart == before.CutStart, $"timecode {next.CutStart}", $"{before.CutStart}");

        void Require(bool holds, FormattableString given, FormattableString allowed)
        {
            if (!holds)
            {
                throw new InvalidRequestException(
                    "name", $"{next.Name} with {given.ToString(CultureInfo.InvariantCulture)}",
                    $"{allowed.ToString(CultureInfo.InvariantCulture)}, as {before.Name} has, whose place it takes frame by frame");
            }
        }
    }
}
