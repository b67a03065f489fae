using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Families.MiniAv.Picture;

/// <summary>Decodes a shot's picture part by part, so that memory does not grow with its length.</summary>
internal sealed class PictureDecoding(MiniAvModel model)
{
    // 96 frames, so that a shot of 4 s is one part: in parts of 64 what lies beside them cost a fifth more. At 160x96 a part
    // takes about 400 MB; twice as many frames were a tenth faster and took twice that.
    private const int LatentsPerPart = 24;

    /// <summary>Gives the frames from <paramref name="first"/> up to, without, <paramref name="end"/> in order.</summary>
    /// <param name="rows">At unit scale.</param>
    /// <param name="take">Frame number, and [3, height, width] RGB in about -1..1, valid during the call.</param>
    public void Run(
        ReadOnlySpan<float> rows,
        ShotGeometry shot,
        int first,
        int end,
        Action<int, ReadOnlySpan<float>> take,
        Action<int, int> afterPart,
        CancellationToken cancellationToken)
    {
        var video = model.Config.Video;
        var places = shot.LatentHeight * shot.LatentWidth;
        var latent = Patches.ToPicture(rows, video.Channels, shot.LatentHeight, shot.LatentWidth, model.Config.Denoiser.Patch);
        model.Scale.ExpandPicture(latent, places);
        var latentLength = video.Channels * places;
        var (firstPart, endPart) = (first / video.Temporal / LatentsPerPart, (((end - 1) / video.Temporal) / LatentsPerPart) + 1);
        for (var part = firstPart; part < endPart; part++)
        {
            var firstLatent = Math.Max(part * LatentsPerPart, first / video.Temporal);
            var endLatent = Math.Min(((end - 1) / video.Temporal) + 1, (part + 1) * LatentsPerPart);
            var from = Math.Max(0, firstLatent - VideoDecoderGraph.Reach);
            var to = Math.Min(shot.LatentFrames, endLatent + VideoDecoderGraph.Reach);
            using var input = Tensor.Of(
                latent.AsSpan(from * latentLength, (to - from) * latentLength),
                to - from, video.Channels, shot.LatentHeight, shot.LatentWidth);
            using var decoded = model.PictureDecoder.RunOne([input], cancellationToken);
            var frameLength = 3 * places * video.Spatial * video.Spatial;
            for (var frame = Math.Max(first, firstLatent * video.Temporal); frame < Math.Min(end, endLatent * video.Temporal); frame++)
            {
                take(frame, decoded.Floats.Slice((frame - (from * video.Temporal)) * frameLength, frameLength));
            }

            afterPart(part - firstPart + 1, endPart - firstPart);
        }
    }
}
