using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Families.MiniAv.Sound;

/// <summary>Decodes a shot's stems, one after another and part by part, so that memory does not grow with its length.</summary>
internal sealed class SoundDecoding(MiniAvModel model)
{
    // 8 s: a window of the model is one part.
    private const int LatentsPerPart = 200;

    // A sample hangs on no latent farther away: one for the first convolution, four for the blocks at the latents' rate, and at most
    // two for the blocks, windows and filters after them. With as much beside it, a part decodes to exactly what the whole would.
    private const int Reach = 8;

    /// <summary>Samples of every stem, in the order of the configuration, at the configuration's rate.</summary>
    /// <param name="rows">At unit scale, stem after stem.</param>
    /// <param name="white">Fills noise of unit variance for a stem by its number; its grain is heard in rain and wind.</param>
    public IReadOnlyList<float[]> Run(
        ReadOnlySpan<float> rows, ShotGeometry shot, Action<int, float[]> white, CancellationToken cancellationToken)
    {
        var (channels, patch) = (model.Config.Sound.Channels, model.Config.Denoiser.SoundPatch);
        var places = shot.SoundRows * patch;
        var length = channels * places;
        var latents = new float[rows.Length];
        var count = model.Config.Denoiser.Stems.Count;
        for (var stem = 0; stem < count; stem++)
        {
            Patches.ToSound(rows.Slice(stem * length, length), channels, patch).CopyTo(latents.AsSpan(stem * length));
        }

        model.Scale.ExpandSound(latents, places);
        var samples = new List<float[]>();
        for (var stem = 0; stem < count; stem++)
        {
            var stemSamples = new float[places * model.Config.Sound.LatentHop];
            white(stem, stemSamples);
            Decode(latents.AsSpan(stem * length, length), stemSamples, music: stem == count - 1 && model.MusicDecoder is not null, cancellationToken);
            samples.Add(stemSamples);
        }

        return samples;
    }

    // Of one stem, [channels, places]; noise becomes samples.
    private void Decode(ReadOnlySpan<float> latent, float[] samples, bool music, CancellationToken cancellationToken)
    {
        var (channels, hop) = (model.Config.Sound.Channels, model.Config.Sound.LatentHop);
        var places = latent.Length / channels;
        var noise = samples.ToArray();
        for (var first = 0; first < places; first += LatentsPerPart)
        {
            var end = Math.Min(places, first + LatentsPerPart);
            var (from, to) = (Math.Max(0, first - Reach), Math.Min(places, end + Reach));
            var part = new float[channels * (to - from)];
            for (var channel = 0; channel < channels; channel++)
            {
                latent.Slice((channel * places) + from, to - from).CopyTo(part.AsSpan(channel * (to - from)));
            }

            using var input = Tensor.Of(part, 1, channels, to - from);
            using var grain = Tensor.Of(noise.AsSpan(from * hop, (to - from) * hop), 1, 1, (to - from) * hop);
            using var decoded = music
                ? Music(input, grain, from, to - from, cancellationToken)
                : model.SoundDecoder.RunOne([input, grain], cancellationToken);
            decoded.Floats.Slice((first - from) * hop, (end - first) * hop).CopyTo(samples.AsSpan(first * hop));
        }
    }

    private Tensor Music(Tensor latent, Tensor noise, int first, int places, CancellationToken cancellationToken)
    {
        var stride = model.Config.Music.Stride;
        using var phases = MusicBases.Phases(model.Config.Music, places * stride, first * stride);
        return model.MusicDecoder!.RunOne([latent, noise, phases], cancellationToken);
    }
}
