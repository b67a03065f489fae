using Sora2.LocalServer.Model.Families.MiniAv.Configuration;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>A part of a piece that the denoiser makes at once: latent frames and sound rows of the whole piece.</summary>
/// <remarks>
/// A piece longer than a window is made window by window, each led by the last latent frames of the one before, so that what was
/// seen and heard goes on. Towards the head of a given clip they are made from the last to the first.
/// </remarks>
internal readonly record struct ShotWindow(int FirstFrame, int Frames, int FirstSoundRow, int SoundRows, string Prompt)
{
    public int EndFrame => FirstFrame + Frames;

    public int EndSoundRow => FirstSoundRow + SoundRows;

    /// <summary>The windows of a piece, in the order in which they are made. None spans two scenes.</summary>
    /// <param name="piece">All of it.</param>
    /// <param name="scenes">Prompts, and the latent frame before which each ends, in order; the last ends with the piece.</param>
    /// <param name="led">Something is known beside the piece: the window that is made first, too, leaves it room.</param>
    /// <param name="backwards">Only what follows is known.</param>
    public static IReadOnlyList<ShotWindow> Of(
        ShotGeometry piece, MiniAvConfig config, IReadOnlyList<(int EndFrame, string Prompt)> scenes, bool led, bool backwards)
    {
        var (longest, room) = (config.Denoiser.Window, config.Denoiser.Window - config.Denoiser.Context);
        var windows = new List<ShotWindow>();
        var (frame, row) = (0, 0);
        foreach (var (sceneEnd, prompt) in scenes)
        {
            // A scene is divided evenly, so that no window is a mere rest.
            var left = sceneEnd - frame;
            var count = left <= longest && !led && (windows.Count == 0) ? 1 : (left + room - 1) / room;
            for (; count > 0; count--)
            {
                var size = (sceneEnd - frame + count - 1) / count;
                var end = frame + size == piece.LatentFrames ? piece.SoundRows : RowsUntil((frame + size) * piece.SecondsPerLatentFrame, config);
                windows.Add(new ShotWindow(frame, size, row, end - row, prompt));
                (frame, row) = (frame + size, end);
            }
        }

        if (backwards)
        {
            windows.Reverse();
        }

        return windows;
    }

    // Sound rows that have begun by then; a hair less than a whole one more counts as none.
    private static int RowsUntil(double seconds, MiniAvConfig config) => (int)Math.Ceiling((seconds / config.SecondsPerSoundRow) - 1e-6);
}
