using Sora2.LocalServer.Model.Families.MiniAv.Configuration;

namespace Sora2.LocalServer.Model.Families.MiniAv.Motion;

/// <summary>What the denoiser's rows are told of a motion sheet.</summary>
/// <remarks>In single precision, step by step as in training/models/motion.py.</remarks>
internal static class MotionFeatures
{
    /// <summary>Cells of a picture row, each axis: whether a subject covers them.</summary>
    private const int Cells = 4;

    /// <summary>Bins of a sound row: how hard something is struck then.</summary>
    private const int Bins = 16;

    /// <summary>Moments of a sound row at which the phase of steps and wings is told.</summary>
    private const int Phases = 4;

    private const int FramesPerRow = VideoConfig.FramesPerLatentFrame;
    private const int Angles = 6;
    private const float SmallestRadius = 0.04f;
    private const float BinBellSeconds = 0.008f;

    /// <summary>Numbers of a picture row: of each subject 4 frames of cells and of angles, then 4 frames of the camera's.</summary>
    public const int PictureWidth = FramesPerRow * ((MotionSheet.Subjects * ((Cells * Cells) + Angles)) + MotionSheet.CameraNumbers);

    /// <summary>Numbers of a row of the effects: of each subject its bins, then its phases.</summary>
    public const int SoundWidth = MotionSheet.Subjects * (Bins + (2 * Phases));

    /// <summary>Of all picture rows, in their order, [rows, <see cref="PictureWidth"/>].</summary>
    /// <param name="sheet">As many frames as the latent frames have.</param>
    public static float[] OfPicture(MotionSheet sheet, ShotGeometry shot)
    {
        var features = new float[shot.PictureRows * PictureWidth];
        var at = 0;
        for (var latentFrame = 0; latentFrame < shot.LatentFrames; latentFrame++)
        {
            for (var row = 0; row < shot.RowsPerFrame; row++)
            {
                FillPictureRow(
                    sheet, latentFrame * FramesPerRow, row / shot.RowsWide, row % shot.RowsWide, shot, features.AsSpan(at, PictureWidth));
                at += PictureWidth;
            }
        }

        return features;
    }

    /// <summary>Of the rows of the effects, [rows, <see cref="SoundWidth"/>].</summary>
    /// <param name="start">When the first row begins, seconds after the sheet does.</param>
    public static float[] OfEffects(MotionSheet sheet, ShotGeometry shot, double secondsPerRow, double start = 0)
    {
        var features = new float[shot.SoundRows * SoundWidth];
        var secondsPerFrame = (float)(shot.SecondsPerLatentFrame / FramesPerRow);
        for (var subject = 0; subject < MotionSheet.Subjects; subject++)
        {
            var strikes = sheet.Strikes(subject);
            for (var row = 0; row < shot.SoundRows; row++)
            {
                var told = features.AsSpan((row * SoundWidth) + (subject * (Bins + (2 * Phases))), Bins + (2 * Phases));
                for (var bin = 0; bin < Bins; bin++)
                {
                    var seconds = (float)start + (((row * Bins) + bin + 0.5f) * (float)(secondsPerRow / Bins));
                    foreach (var (frame, strength) in strikes)
                    {
                        var apart = (seconds - (frame * secondsPerFrame)) / BinBellSeconds;
                        told[bin] = Math.Max(told[bin], strength * MathF.Exp(-0.5f * apart * apart));
                    }
                }

                for (var moment = 0; moment < Phases; moment++)
                {
                    var seconds = (float)start + (((row * Phases) + moment + 0.5f) * (float)(secondsPerRow / Phases));
                    var frame = Math.Clamp((int)MathF.Floor((seconds / secondsPerFrame) + 0.5f), 0, sheet.Frames - 1);
                    told[Bins + (2 * moment)] = sheet.Of(subject, frame, MotionSheet.Phase);
                    told[Bins + (2 * moment) + 1] = sheet.Of(subject, frame, MotionSheet.Phase + 1);
                }
            }
        }

        return features;
    }

    private static void FillPictureRow(MotionSheet sheet, int firstFrame, int rowY, int rowX, ShotGeometry shot, Span<float> told)
    {
        const int PerSubject = FramesPerRow * ((Cells * Cells) + Angles);
        for (var i = 0; i < FramesPerRow; i++)
        {
            for (var subject = 0; subject < MotionSheet.Subjects; subject++)
            {
                var part = told.Slice((subject * PerSubject) + (i * ((Cells * Cells) + Angles)), (Cells * Cells) + Angles);
                var most = FillCells(sheet, subject, firstFrame + i, rowY, rowX, shot, part);
                for (var angle = 0; angle < Angles; angle++)
                {
                    part[(Cells * Cells) + angle] = most * sheet.Of(subject, firstFrame + i, MotionSheet.FirstAngle + angle);
                }
            }

            sheet.Camera(firstFrame + i).CopyTo(told[((MotionSheet.Subjects * PerSubject) + (i * MotionSheet.CameraNumbers))..]);
        }
    }

    // How much of each cell a disc at the subject's place covers; returns the most.
    private static float FillCells(MotionSheet sheet, int subject, int frame, int rowY, int rowX, ShotGeometry shot, Span<float> cells)
    {
        var (high, wide) = (shot.RowsHigh * Cells, shot.RowsWide * Cells);
        var aspect = (float)((double)shot.RowsWide / shot.RowsHigh);
        var cell = (float)(1.0 / high);
        var (x, y, radius) = (sheet.Of(subject, frame, 0), sheet.Of(subject, frame, 1), sheet.Of(subject, frame, 2));
        var there = Math.Clamp(radius / SmallestRadius, 0, 1);
        var most = 0f;
        for (var i = 0; i < Cells * Cells; i++)
        {
            var down = (((rowY * Cells) + (i / Cells) + 0.5f) / high) - y;
            var across = ((((rowX * Cells) + (i % Cells) + 0.5f) / wide) - x) * aspect;
            var distance = MathF.Sqrt((down * down) + (across * across));
            cells[i] = Math.Clamp(((radius - distance) / cell) + 0.5f, 0, 1) * there;
            most = Math.Max(most, cells[i]);
        }

        return most;
    }
}
