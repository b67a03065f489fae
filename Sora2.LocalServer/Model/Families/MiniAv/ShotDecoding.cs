using System.Numerics.Tensors;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.MiniAv.Picture;
using Sora2.LocalServer.Model.Families.MiniAv.Sound;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>Turns the rows of a piece into the reel's frames and stems.</summary>
internal sealed class ShotDecoding(MiniAvModel model, GenerationPlan plan, ShotGeometry piece)
{
    // Frames over which what the picture code loses of a clip fades out beside the seam.
    private const int SeamFrames = 8;

    /// <summary>Decodes the picture together with what is beside it, so that it goes on over a seam.</summary>
    public void WritePicture(
        float[] rows, KnownRows known, ReelWriter reel, FrameMixer? mix, Action<int, int> afterPart, CancellationToken cancellationToken)
    {
        var frames = FrameTrain.FramesToMake(plan.Picture.Frames, plan.ModelFrameRate, plan.FrameRate);
        var (before, after) = (Moving(known.Before), Moving(known.After));
        float[] all = [.. before?.Rows ?? [], .. rows, .. after?.Rows ?? []];
        var perLatentFrame = piece.RowsPerFrame * model.Config.PictureRowWidth;
        var first = (before?.Rows.Length ?? 0) / perLatentFrame * model.Config.Video.Temporal;
        var shot = piece with { LatentFrames = all.Length / perLatentFrame };
        var decoding = new PictureDecoding(model);
        var lostBefore = Lost(before, first - 1);
        var lostAfter = Lost(after, first + (piece.LatentFrames * model.Config.Video.Temporal));
        var train = new FrameTrain(reel, plan.ModelFrameRate, mix);
        var mended = new float[3 * plan.Picture.PixelsPerFrame];
        decoding.Run(
            all, shot, first, first + frames,
            (frame, planar) =>
            {
                planar.CopyTo(mended);
                Mend(lostBefore, frame - first + 1);
                Mend(lostAfter, first + frames - frame);
                train.Take(frame - first, mended);
            },
            afterPart, cancellationToken);

        // What the code loses of a clip's frame at the seam.
        float[]? Lost(ClipBeside? clip, int frame)
        {
            var lost = clip?.Seam.ToArray();
            if (lost is not null)
            {
                decoding.Run(all, shot, frame, frame + 1, (_, planar) => TensorPrimitives.Subtract(lost, planar, lost), (_, _) => { }, cancellationToken);
            }

            return lost;
        }

        void Mend(float[]? lost, int away)
        {
            if (lost is not null && away <= SeamFrames)
            {
                var share = 0.5f + (0.5f * MathF.Cos(MathF.PI * away / (SeamFrames + 1)));
                TensorPrimitives.MultiplyAdd(lost, share, mended, mended);
            }
        }
    }

    /// <summary>Decodes the stems of the plan.</summary>
    /// <param name="white">Fills noise of unit variance for a stem by its number.</param>
    public void WriteSound(float[] rows, ReelWriter reel, Action<int, float[]> white, CancellationToken cancellationToken)
    {
        if (plan.Stems.Count == 0)
        {
            return;
        }

        if (plan.SampleRate != model.Config.Sound.SampleRate)
        {
            throw new InvalidDataException($"The plan wants {plan.SampleRate} Hz, the model makes {model.Config.Sound.SampleRate} Hz.");
        }

        var made = new SoundDecoding(model).Run(rows, piece, white, cancellationToken);
        var length = checked((int)reel.Header.SamplesPerStem);
        foreach (var stem in plan.Stems)
        {
            var index = model.Config.Denoiser.Stems.ToList().IndexOf(stem.ToString().ToLowerInvariant());
            if (index < 0)
            {
                throw new InvalidDataException($"The model makes no {stem}.");
            }

            reel.WriteStem(stem, made[index].AsSpan(0, length));
        }
    }

    private static ClipBeside? Moving(ClipBeside? clip) => clip is { IsStill: false } ? clip : null;
}
