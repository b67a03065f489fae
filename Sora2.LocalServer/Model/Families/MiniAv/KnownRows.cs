using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>The media of a plan as rows: read and encoded once, given to the windows that they touch.</summary>
/// <remarks>
/// A piece is whole latent frames, so that it may be a little longer than the shot. Its last frames then lie over the first ones
/// of a clip that follows, whose rows begin where the piece ends.
/// </remarks>
internal sealed class KnownRows
{
    // Pixels of a reference, each side.
    private const int ReferenceSide = 64;

    private readonly MiniAvModel _model;
    private readonly GenerationPlan _plan;
    private readonly PlannedMedia _media;
    private readonly ShotGeometry _piece;
    private readonly CancellationToken _cancellationToken;

    public KnownRows(MiniAvModel model, GenerationPlan plan, ShotGeometry piece, PlannedMedia media, CancellationToken cancellationToken)
    {
        (_model, _plan, _piece, _media, _cancellationToken) = (model, plan, piece, media, cancellationToken);
        First = Still(plan.FirstFrame);
        Last = Still(plan.LastFrame);
        References = [.. plan.Cast.Select(cast => Encode(media.Reference(cast.MediaId, ReferenceSide)))];
        foreach (var clip in plan.Clips)
        {
            switch (clip.Use)
            {
                case ClipUse.Before:
                    Before = Beside(clip, after: false);
                    break;
                case ClipUse.After:
                    After = Beside(clip, after: true);
                    break;
                default:
                    Source = SourceOf(clip);
                    break;
            }
        }
    }

    /// <summary>Rows of the picture at the beginning, or empty.</summary>
    public float[] First { get; }

    /// <summary>Rows of the picture at the end, or empty.</summary>
    public float[] Last { get; }

    /// <summary>By slot.</summary>
    public IReadOnlyList<float[]> References { get; }

    public ClipBeside? Before { get; }

    public ClipBeside? After { get; }

    /// <summary>Rows of the shot that is edited, as many as the piece has, or empty.</summary>
    public float[] Source { get; } = [];

    private int FrameLength => 3 * _plan.Picture.Height * _plan.Picture.Width;

    private float[] Still(string? media) =>
        media is null ? [] : _model.EncodeStill(_media.Still(media), _plan.Picture.Height, _plan.Picture.Width, _cancellationToken);

    private float[] Encode(float[] reference) => _model.EncodeStill(reference, ReferenceSide, ReferenceSide, _cancellationToken);

    private ClipBeside Beside(PlannedClip clip, bool after)
    {
        var temporal = _model.Config.Video.Temporal;
        var rate = _plan.ModelFrameRate.FramesPerSecond;
        var over = after ? _piece.LatentFrames * _piece.SecondsPerLatentFrame - (_plan.Picture.Frames / _plan.FrameRate.FramesPerSecond) : 0;
        var start = after ? Math.Min(clip.Start + over, clip.End) : clip.Start;
        var latentFrames = Math.Min(_model.Config.Denoiser.Context, (int)(((clip.End - start) * rate / temporal) + 1e-6));
        if (latentFrames == 0)
        {
            // Too short for a latent frame: its frame at the seam is all that is known.
            var frame = _media.Clip(clip, after ? clip.Start : Math.Max(clip.Start, clip.End - (1 / rate)), after ? Math.Min(clip.End, clip.Start + (1 / rate)) : clip.End, !after);
            return new ClipBeside(_model.EncodeStill(frame.Picture.AsSpan(0, FrameLength), _plan.Picture.Height, _plan.Picture.Width, _cancellationToken), IsStill: true, [], []);
        }

        var seconds = latentFrames * temporal / rate;
        var (from, to) = after ? (start, start + seconds) : (clip.End - seconds, clip.End);
        var frames = _media.Clip(clip, from, to, keepsLast: !after);
        var rows = _model.EncodeFrames(Whole(frames, latentFrames * temporal, atStart: !after), _plan.Picture.Height, _plan.Picture.Width, _cancellationToken);
        // Sound rows end where the shot begins, or begin where it ends.
        var perRow = _model.Config.Sound.LatentHop * _model.Config.Denoiser.SoundPatch;
        var left = frames.Sound.Length % perRow;
        var sound = _model.EncodeMix(after ? frames.Sound.AsSpan() : frames.Sound.AsSpan(left), _cancellationToken);
        var seam = frames.Picture.AsSpan(after ? 0 : (frames.Count - 1) * FrameLength, FrameLength).ToArray();
        return new ClipBeside(rows, IsStill: false, sound, seam);
    }

    private float[] SourceOf(PlannedClip clip)
    {
        var count = _piece.LatentFrames * _model.Config.Video.Temporal;
        var frames = _media.Clip(clip, clip.Start, Math.Min(clip.End, clip.Start + (count / _plan.ModelFrameRate.FramesPerSecond)), keepsLast: false);
        return _model.EncodeFrames(Whole(frames, count, atStart: false), _plan.Picture.Height, _plan.Picture.Width, _cancellationToken);
    }

    // So many frames; missing ones repeat the first or the last one.
    private float[] Whole(ClipFrames frames, int count, bool atStart)
    {
        var length = FrameLength;
        var whole = new float[count * length];
        for (var frame = 0; frame < count; frame++)
        {
            var from = Math.Clamp(atStart ? frame - (count - frames.Count) : frame, 0, frames.Count - 1);
            frames.Picture.AsSpan(from * length, length).CopyTo(whole.AsSpan(frame * length));
        }

        return whole;
    }
}
