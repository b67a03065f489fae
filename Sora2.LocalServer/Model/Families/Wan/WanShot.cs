using System.Numerics.Tensors;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Families.Wan.Picture;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Planning;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Families.Wan;

/// <summary>
/// Makes the picture of one shot. A shot longer than a window is made in windows, each going on from the last frames of the one before;
/// a clip that it goes on from is known to the first window in the same way.
/// </summary>
internal sealed class WanShot(WanModel model, GenerationPlan plan, FrameMixer? mix, ProgressLog log)
{
    /// <summary>Latent frames of a window: 121 frames, five seconds, as Wan 2.2 TI2V was trained.</summary>
    private const int WindowLatents = 31;

    /// <summary>Latent frames that a window knows of what comes before it: nine frames.</summary>
    private const int KnownLatents = 3;

    /// <summary>How much of a clip's own noise level an edit begins at.</summary>
    private const float EditStrength = 0.75f;

    /// <summary>Pixels that a latent is shown as, each axis, while the shot is in the making: a quarter of its size.</summary>
    private const int PreviewPixels = 4;

    private LatentColours? _colours;

    private readonly int _frames = FrameTrain.FramesToMake(plan.Picture.Frames, plan.ModelFrameRate, plan.FrameRate);

    private int Temporal => model.Config.Vae.Temporal;

    private int FrameLength => 3 * plan.Picture.PixelsPerFrame;

    /// <summary>Fills the reel's picture.</summary>
    public void Make(ReelWriter reel, PlannedMedia media, CancellationToken cancellationToken)
    {
        var prompts = plan.Scenes.Count > 0 ? plan.Scenes.Select(static scene => scene.Prompt).ToList() : [plan.Prompt];
        log.Report("text", 0, 1);
        var texts = model.EncodeTexts(plan.GuidanceScale == 1 ? prompts : [.. prompts, plan.NegativePrompt], cancellationToken, log.Continue);
        try
        {
            log.Report("text", 1, 1);
            MakeWindows(reel, media, texts, cancellationToken);
        }
        finally
        {
            foreach (var text in texts)
            {
                text.Dispose();
            }
        }
    }

    private void MakeWindows(ReelWriter reel, PlannedMedia media, IReadOnlyList<Tensor> texts, CancellationToken cancellationToken)
    {
        var train = new FrameTrain(reel, plan.ModelFrameRate, mix);
        var known = Given(media);
        // A given first frame is part of the shot, a clip before it is not.
        var skip = plan.FirstFrame is null ? Count(known) : 0;
        var source = Source(media);
        var windows = Windows(Count(known), skip);
        var made = 0;
        log.Report("denoise", 0, windows.Count * Steps);
        foreach (var (index, latents) in windows.Index())
        {
            var latent = Denoise(index, windows.Count, latents, known, Part(source, made - skip, latents), TextOf(texts, made), texts, cancellationToken);
            var frames = new List<float[]>();
            var (dropped, total) = (skip, 1 + ((latents - 1) * Temporal));
            model.WithPictureCode(code => code.Decode(
                latent, latents, plan.Picture.Height / code.Spatial, plan.Picture.Width / code.Spatial,
                (frame, rgb) =>
                {
                    if (frame >= dropped)
                    {
                        train.Take(made++, rgb);
                    }

                    if (frame >= total - Count(KnownLatents))
                    {
                        frames.Add(rgb.ToArray());
                    }
                },
                cancellationToken,
                plan.Memory.SmallTiles ? PictureCode.SmallTile : PictureCode.LongestTile), log.Continue);
            log.Report("decode", index + 1, windows.Count);
            known = [.. frames.SelectMany(static frame => frame)];
            skip = frames.Count;
        }
    }

    private int Steps => plan.Sigmas.Count - 1;

    private float[] Denoise(
        int index, int windows, int latents, float[] known, float[] source, Tensor text, IReadOnlyList<Tensor> texts, CancellationToken cancellationToken)
    {
        var (config, spatial) = (model.Config, model.Config.Vae.Spatial);
        var grid = new TokenGrid(config.Vae.ZDim, latents, plan.Picture.Height / spatial, plan.Picture.Width / spatial);
        var noise = new float[grid.LatentLength];
        NoiseSource.Fill(plan.Seed, index, noise);
        var levels = NoiseLevels.Of(config.Scheduler, Steps);
        var first = 0;
        float[] knownLatent = [];
        model.WithPictureCode(code =>
        {
            _colours ??= LatentColours.Fit((picture, side) => code.Encode(picture, 1, side, side, cancellationToken), code.Spatial);
            knownLatent = Encode(known);
            if (source.Length > 0)
            {
                first = levels.Sigmas.ToList().FindIndex(static sigma => sigma <= EditStrength);
                TensorPrimitives.Lerp(Encode(source), noise, levels.Sigmas[first], noise);
            }

            float[] Encode(float[] frames) =>
                frames.Length == 0 ? [] : code.Encode(frames, Count(frames), plan.Picture.Height, plan.Picture.Width, cancellationToken);
        }, log.Continue);
        model.WithDenoiser(
            sampler => sampler.Run(
                new SamplingTask
                {
                    Grid = grid,
                    Text = text,
                    NegativeText = plan.GuidanceScale == 1 ? null : texts[^1],
                    Guidance = plan.GuidanceScale,
                    Levels = levels,
                    FirstStep = first,
                    Known = knownLatent,
                    Latent = noise,
                },
                (step, foresee) => log.Report("denoise", (index * Steps) + first + step, windows * Steps, Preview(foresee(), grid)),
                cancellationToken),
            cancellationToken,
            plan.Memory.LayerBytes,
            log.Continue);
        return noise;
    }

    // The middle of the window.
    private PreviewFrame Preview(float[] latent, TokenGrid grid) =>
        PreviewScaler.Enlarge(_colours!.Of(latent, grid.Frames, grid.Frames / 2, grid.Height, grid.Width), grid.Width, grid.Height, PreviewPixels);

    // Latent frames of each window, what it knows included.
    private List<int> Windows(int known, int skip)
    {
        var windows = new List<int>();
        var left = _frames;
        for (var first = true; left > 0; first = false)
        {
            var before = first ? skip : Count(KnownLatents);
            var latents = Math.Min(WindowLatents, 1 + ((before + left - 1 + Temporal - 1) / Temporal));
            windows.Add(Math.Max(latents, first && known > 0 ? LatentsOf(known) + 1 : 1));
            left -= 1 + ((windows[^1] - 1) * Temporal) - before;
        }

        return windows;
    }

    // Frames that the first window knows: a still, or the end of the clip that goes on, one more than whole latent frames.
    private float[] Given(PlannedMedia media)
    {
        if (plan.FirstFrame is { } still)
        {
            return media.Still(still);
        }

        if (plan.Clips.FirstOrDefault(static clip => clip.Use == ClipUse.Before) is not { } clip)
        {
            return [];
        }

        var rate = plan.ModelFrameRate.FramesPerSecond;
        var latents = Math.Clamp(LatentsOf((int)Math.Round((clip.End - clip.Start) * rate)), 1, KnownLatents);
        var frames = media.Clip(clip, Math.Max(clip.Start, clip.End - (Count(latents) / rate)), clip.End, keepsLast: true);
        var whole = Count(LatentsOf(frames.Count));
        return frames.Picture[((frames.Count - whole) * FrameLength)..(frames.Count * FrameLength)];
    }

    private float[] Source(PlannedMedia media) => plan.Clips.FirstOrDefault(static clip => clip.Use == ClipUse.Source) is { } clip
        ? media.Clip(clip, clip.Start, clip.End, keepsLast: false).Picture
        : [];

    // As many frames of the source as a window has; the last one stays where the source ends.
    private float[] Part(float[] source, int start, int latents)
    {
        if (source.Length == 0)
        {
            return [];
        }

        var part = new float[Count(latents) * FrameLength];
        for (var frame = 0; frame < Count(latents); frame++)
        {
            var from = Math.Clamp(start + frame, 0, (source.Length / FrameLength) - 1);
            source.AsSpan(from * FrameLength, FrameLength).CopyTo(part.AsSpan(frame * FrameLength));
        }

        return part;
    }

    // A window tells of the scene in which its first new frame lies.
    private Tensor TextOf(IReadOnlyList<Tensor> texts, int made)
    {
        var at = (int)(made / plan.ModelFrameRate.FramesPerSecond * plan.FrameRate.FramesPerSecond);
        var end = 0;
        for (var scene = 0; scene < plan.Scenes.Count; scene++)
        {
            end += plan.Scenes[scene].Frames;
            if (at < end)
            {
                return texts[scene];
            }
        }

        return texts[Math.Max(0, plan.Scenes.Count - 1)];
    }

    private int Count(float[] frames) => frames.Length / FrameLength;

    private int Count(int latents) => 1 + ((latents - 1) * Temporal);

    private int LatentsOf(int frames) => 1 + ((Math.Max(1, frames) - 1) / Temporal);
}
