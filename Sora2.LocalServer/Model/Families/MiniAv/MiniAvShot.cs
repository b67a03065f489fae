using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Families.MiniAv.Picture;
using Sora2.LocalServer.Model.Families.MiniAv.Sound;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>Makes one shot with a loaded model: text, denoising, decoding.</summary>
internal sealed class MiniAvShot(MiniAvModel model, GenerationPlan plan, ProgressLog log)
{
    // Streams of noise: the picture's rows, each stem's rows, each stem's grain, the motion's rows.
    private const int PictureStream = 0;
    private const int FirstStemStream = 1;
    private const int FirstGrainStream = 1 << 16;
    private const int MotionStream = 1 << 17;

    private readonly ShotGeometry _shot = ShotGeometry.For(
        plan.Picture with { Frames = FrameTrain.FramesToMake(plan.Picture.Frames, plan.ModelFrameRate, plan.FrameRate) },
        plan.ModelFrameRate,
        model.Config);

    /// <summary>Fills the reel's picture and the plan's stems.</summary>
    /// <param name="still">Reads a given picture by its media id: [3, height, width], RGB in -1..1.</param>
    public void Make(ReelWriter reel, Func<string, float[]> still, CancellationToken cancellationToken)
    {
        log.Report("text", 0, 1);
        var guided = plan.GuidanceScale != 1;
        using var ids = guided ? model.TextIds(plan.Prompt, plan.NegativePrompt) : model.TextIds(plan.Prompt);
        using var text = model.EncodeText(model.Text, ids, cancellationToken);
        using var motionText = model.EncodeText(model.MotionText, ids, cancellationToken);
        var task = new SamplingTask
        {
            Shot = _shot,
            Text = text,
            MotionText = motionText,
            Stills = Stills(still, cancellationToken),
            Sigmas = plan.Sigmas,
            SoundSigmas = plan.SoundSigmas,
            Guidance = plan.GuidanceScale,
            Motion = Noise(MotionStream, _shot.LatentFrames * model.Config.MotionRowWidth),
            Picture = Noise(PictureStream, _shot.PictureRows * model.Config.PictureRowWidth),
            Sound = SoundNoise(),
        };
        log.Report("text", 1, 1);

        var steps = plan.Sigmas.Count - 1;
        log.Report("denoise", 0, steps);
        new FlowSampler(model).Run(task, (step, foresee) => log.Report("denoise", step, steps, Preview(foresee())), cancellationToken);

        WritePicture(task.Picture, reel, cancellationToken);
        WriteSound(task.Sound, reel, cancellationToken);
    }

    private void WritePicture(float[] rows, ReelWriter reel, CancellationToken cancellationToken)
    {
        var train = new FrameTrain(reel, plan.ModelFrameRate);
        var frames = FrameTrain.FramesToMake(plan.Picture.Frames, plan.ModelFrameRate, plan.FrameRate);
        log.Report("decode", 0, 1);
        new PictureDecoding(model).Run(
            rows, _shot, frames, train.Take, (part, parts) => log.Report("decode", part, parts + 1), cancellationToken);
    }

    private void WriteSound(float[] rows, ReelWriter reel, CancellationToken cancellationToken)
    {
        if (plan.Stems.Count > 0)
        {
            if (plan.SampleRate != model.Config.Sound.SampleRate)
            {
                throw new InvalidDataException($"The plan wants {plan.SampleRate} Hz, the model makes {model.Config.Sound.SampleRate} Hz.");
            }

            var made = new SoundDecoding(model).Run(
                rows, _shot, (stem, grain) => NoiseSource.Fill(plan.Seed, FirstGrainStream + stem, grain), cancellationToken);
            foreach (var stem in plan.Stems)
            {
                var index = model.Config.Denoiser.Stems.ToList().IndexOf(stem.ToString().ToLowerInvariant());
                if (index < 0)
                {
                    throw new InvalidDataException($"The model makes no {stem}.");
                }

                reel.WriteStem(stem, made[index].AsSpan(0, checked((int)reel.Header.SamplesPerStem)));
            }
        }

        log.Report("decode", 1, 1);
    }

    private List<(float[] Rows, double Seconds)> Stills(Func<string, float[]> read, CancellationToken cancellationToken)
    {
        var stills = new List<(float[], double)>();
        foreach (var (media, seconds) in ((string?, double)[])[
            (plan.FirstFrame, 0), (plan.LastFrame, _shot.LatentFrames * _shot.SecondsPerLatentFrame)])
        {
            if (media is not null)
            {
                stills.Add((model.EncodeStill(read(media), plan.Picture.Height, plan.Picture.Width, cancellationToken), seconds));
            }
        }

        return stills;
    }

    private float[] Noise(int stream, int count)
    {
        var noise = new float[count];
        NoiseSource.Fill(plan.Seed, stream, noise);
        return noise;
    }

    // A stream for each stem, so that a stem's noise does not hang on the shot's length.
    private float[] SoundNoise() =>
    [
        .. Enumerable.Range(FirstStemStream, model.Config.Denoiser.Stems.Count)
            .SelectMany(stream => Noise(stream, _shot.SoundRows * model.Config.SoundRowWidth)),
    ];

    // The middle of the shot, as big as it will be.
    private PreviewFrame Preview(float[] rows)
    {
        var frameLength = _shot.RowsPerFrame * model.Config.PictureRowWidth;
        var (height, width) = (_shot.LatentHeight, _shot.LatentWidth);
        var latent = Patches.ToPicture(
            rows.AsSpan(_shot.LatentFrames / 2 * frameLength, frameLength), model.Config.Video.Channels, height, width, model.Config.Denoiser.Patch);
        var rgb = new float[3 * height * width];
        model.Scale.Preview(latent, height * width, rgb);
        return PreviewScaler.Enlarge(rgb, width, height, model.Config.Video.Spatial);
    }
}
