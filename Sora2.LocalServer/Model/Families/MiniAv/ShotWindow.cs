using Sora2.LocalServer.Model.Families.MiniAv.Configuration;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>A part of a piece that the denoiser makes at once: latent frames and sound rows of the whole piece.</summary>
/// <remarks>
/// A piece longer than a window is made window by window, each led by the last latent frames of the one before, so that what was
/// seen and heard goes on. Towards the head of a given clip they are made from the last to the first.
/// </remarks>
internal readonly record struct ShotWindow(int FirstFrame, int Frames, int FirstSoundRow, int SoundRows)
{
    public int EndFrame => FirstFrame + Frames;

    public int EndSoundRow => FirstSoundRow + SoundRows;

    /// <summary>The windows of a piece, in the order in which they are made.</summary>
    /// <param name="piece">All of it.</param>
    /// <param name="led">Something is known before the first frame: the first window, too, leaves it room.</param>
    /// <param name="backwards">Only what follows is known.</param>
    public static IReadOnlyList<ShotWindow> Of(ShotGeometry piece, MiniAvConfig config, bool led, bool backwards)
    {
        var (longest, context) = (config.Denoiser.Window, config.Denoiser.Context);
        var sizes = new List<int>();
        for (var left = piece.LatentFrames; left > 0; left -= sizes[^1])
        {
            sizes.Add(Math.Min(left, sizes.Count > 0 || led ? longest - context : longest));
        }

        if (backwards)
        {
            sizes.Reverse();
        }

        var windows = new List<ShotWindow>();
        var (frame, row) = (0, 0);
        foreach (var size in sizes)
        {
            var end = frame + size == piece.LatentFrames ? piece.SoundRows : RowsUntil((frame + size) * piece.SecondsPerLatentFrame, config);
            windows.Add(new ShotWindow(frame, size, row, end - row));
            (frame, row) = (frame + size, end);
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
