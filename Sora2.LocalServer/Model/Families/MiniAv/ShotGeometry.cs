using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.MiniAv.Configuration;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>How many rows a shot has and where they lie: whole latent frames, and as many sound rows as cover them.</summary>
internal sealed record ShotGeometry
{
    private ShotGeometry()
    {
    }

    public required int LatentFrames { get; init; }

    /// <summary>Latents of one frame.</summary>
    public required int LatentHeight { get; init; }

    public required int LatentWidth { get; init; }

    /// <summary>Picture rows of one latent frame.</summary>
    public required int RowsHigh { get; init; }

    public required int RowsWide { get; init; }

    /// <summary>Rows of one stem.</summary>
    public required int SoundRows { get; init; }

    public required double SecondsPerLatentFrame { get; init; }

    public int RowsPerFrame => RowsHigh * RowsWide;

    public int PictureRows => checked(LatentFrames * RowsPerFrame);

    /// <param name="picture">Height and width are multiples of a row's.</param>
    /// <exception cref="ArgumentException">The size does not divide into rows.</exception>
    public static ShotGeometry For(VideoShape picture, FrameRate rate, MiniAvConfig config)
    {
        var pixelsPerRow = config.Video.Spatial * config.Denoiser.Patch;
        if (picture.Frames < 1 || picture.Height % pixelsPerRow != 0 || picture.Width % pixelsPerRow != 0)
        {
            throw new ArgumentException($"{picture} does not divide into rows of {pixelsPerRow} pixels.", nameof(picture));
        }

        var latentFrames = (picture.Frames + config.Video.Temporal - 1) / config.Video.Temporal;
        var samples = checked((long)latentFrames * config.Video.Temporal * rate.Denominator * config.Sound.SampleRate);
        var samplesPerRow = checked((long)rate.Numerator * config.Sound.LatentHop * config.Denoiser.SoundPatch);
        return new ShotGeometry
        {
            LatentFrames = latentFrames,
            LatentHeight = picture.Height / config.Video.Spatial,
            LatentWidth = picture.Width / config.Video.Spatial,
            RowsHigh = picture.Height / pixelsPerRow,
            RowsWide = picture.Width / pixelsPerRow,
            SoundRows = checked((int)((samples + samplesPerRow - 1) / samplesPerRow)),
            SecondsPerLatentFrame = (double)config.Video.Temporal * rate.Denominator / rate.Numerator,
        };
    }
}
