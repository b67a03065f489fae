using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>Makes one shot with a loaded model: what is known, then window by window text and denoising, then decoding.</summary>
internal sealed class MiniAvShot(MiniAvModel model, GenerationPlan plan, ProgressLog log)
{
    // Streams of noise: the picture's rows, each stem's rows, each stem's grain, the motion's rows, what all picture frames share.
    private const int PictureStream = 0;
    private const int FirstStemStream = 1;
    private const int FirstGrainStream = 1 << 16;
    private const int MotionStream = 1 << 17;
    private const int SharedPictureStream = 1 << 18;

    private readonly ShotGeometry _piece = ShotGeometry.For(
        plan.Picture with { Frames = FrameTrain.FramesToMake(plan.Picture.Frames, plan.ModelFrameRate, plan.FrameRate) },
        plan.ModelFrameRate,
        model.Config);

    /// <summary>Fills the reel's picture and the plan's stems.</summary>
    public void Make(ReelWriter reel, PlannedMedia media, FrameMixer? mix, CancellationToken cancellationToken) =>
        Make(reel, media, withPicture: true, mix, cancellationToken);

    /// <summary>Fills the plan's stems and leaves the reel's picture as it is.</summary>
    public void MakeSound(ReelWriter reel, PlannedMedia media, CancellationToken cancellationToken) => Make(reel, media, withPicture: false, null, cancellationToken);

    private void Make(ReelWriter reel, PlannedMedia media, bool withPicture, FrameMixer? mix, CancellationToken cancellationToken)
    {
        log.Report("text", 0, 1);
        using var texts = new PromptRows(model, plan, cancellationToken);
        var known = new KnownRows(model, plan, _piece, media, cancellationToken);
        log.Report("text", 1, 1);

        var (picture, sound) = Denoise(texts, known, cancellationToken);
        log.Report("decode", 0, 1);
        var decoding = new ShotDecoding(model, plan, _piece);
        if (withPicture)
        {
            decoding.WritePicture(picture, known, reel, mix, (part, parts) => log.Report("decode", part, parts + 1), cancellationToken);
        }

        decoding.WriteSound(sound, reel, Grain, cancellationToken);
        log.Report("decode", 1, 1);
    }

    private (float[] Picture, float[] Sound) Denoise(PromptRows texts, KnownRows known, CancellationToken cancellationToken)
    {
        var (pictureRow, soundRow, stems) = (model.Config.PictureRowWidth, model.Config.SoundRowWidth, model.Config.Denoiser.Stems.Count);
        var motion = Noise(MotionStream, _piece.LatentFrames * model.Config.MotionRowWidth);
        var picture = Noise(PictureStream, _piece.PictureRows * pictureRow);
        model.Scale.ShapeNoise(picture, Noise(SharedPictureStream, _piece.RowsPerFrame * pictureRow), model.Config.Denoiser.Patch * model.Config.Denoiser.Patch);
        // A stream for each stem, so that a stem's noise does not hang on the shot's length.
        float[][] sound = [.. Enumerable.Range(FirstStemStream, stems).Select(stream => Noise(stream, _piece.SoundRows * soundRow))];
        var backwards = known is { Before: null, After: not null };
        var windows = ShotWindow.Of(_piece, model.Config, ScenesInFrames(), known.Before is not null || known.After is not null, backwards);
        var context = new WindowContext(model, _piece, known);
        var (steps, done) = (plan.Sigmas.Count - 1, 0);
        log.Report("denoise", 0, windows.Count * steps);
        foreach (var window in windows)
        {
            var shot = _piece with { LatentFrames = window.Frames, SoundRows = window.SoundRows };
            var frame = _piece.RowsPerFrame * pictureRow;
            var (text, motionText) = texts.Of(window.Prompt);
            var task = new SamplingTask
            {
                Shot = shot,
                Text = text,
                MotionText = motionText,
                Given = context.Of(window, shot, picture, sound, Grain, cancellationToken),
                SoundStart = (window.FirstSoundRow * model.Config.SecondsPerSoundRow) - (window.FirstFrame * _piece.SecondsPerLatentFrame),
                Sigmas = plan.Sigmas,
                SoundSigmas = plan.SoundSigmas,
                Guidance = plan.GuidanceScale,
                Motion = motion[(window.FirstFrame * model.Config.MotionRowWidth)..(window.EndFrame * model.Config.MotionRowWidth)],
                Picture = picture[(window.FirstFrame * frame)..(window.EndFrame * frame)],
                Sound = [.. sound.SelectMany(rows => rows[(window.FirstSoundRow * soundRow)..(window.EndSoundRow * soundRow)])],
            };
            new FlowSampler(model).Run(
                task, (step, foresee) => log.Report("denoise", done + step, windows.Count * steps, Preview(foresee(), shot)), cancellationToken);
            task.Picture.CopyTo(picture, window.FirstFrame * frame);
            for (var stem = 0; stem < stems; stem++)
            {
                task.Sound.AsSpan(stem * window.SoundRows * soundRow, window.SoundRows * soundRow).CopyTo(sound[stem].AsSpan(window.FirstSoundRow * soundRow));
            }

            done += steps;
        }

        return (picture, [.. sound.SelectMany(rows => rows)]);
    }

    // Where scenes change, in latent frames: one take in which something else happens from then on.
    private IReadOnlyList<(int EndFrame, string Prompt)> ScenesInFrames()
    {
        if (plan.Scenes.Count < 2)
        {
            return [(_piece.LatentFrames, plan.Prompt)];
        }

        var scenes = new List<(int, string)>();
        var frames = 0;
        foreach (var (index, scene) in plan.Scenes.Index())
        {
            frames += scene.Frames;
            var end = frames / plan.FrameRate.FramesPerSecond / _piece.SecondsPerLatentFrame;
            // Told by its place: a scene may be told twice in the same words.
            scenes.Add((index == plan.Scenes.Count - 1 ? _piece.LatentFrames : Math.Min(_piece.LatentFrames, (int)Math.Round(end)), scene.Prompt));
        }

        return scenes;
    }

    private void Grain(int stem, float[] grain) => NoiseSource.Fill(plan.Seed, FirstGrainStream + stem, grain);

    private float[] Noise(int stream, int count)
    {
        var noise = new float[count];
        NoiseSource.Fill(plan.Seed, stream, noise);
        return noise;
    }

    // The middle of the shot, as big as it will be.
    private PreviewFrame Preview(float[] rows, ShotGeometry shot)
    {
        var frameLength = shot.RowsPerFrame * model.Config.PictureRowWidth;
        var (height, width) = (shot.LatentHeight, shot.LatentWidth);
        var latent = Patches.ToPicture(
            rows.AsSpan(shot.LatentFrames / 2 * frameLength, frameLength), model.Config.Video.Channels, height, width, model.Config.Denoiser.Patch);
        var rgb = new float[3 * height * width];
        model.Scale.Preview(latent, height * width, rgb);
        return PreviewScaler.Enlarge(rgb, width, height, model.Config.Video.Spatial);
    }
}
