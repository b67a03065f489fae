using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Families.MiniAv.Sound;

/// <summary>Decodes a shot's stems, one after another.</summary>
internal sealed class SoundDecoding(MiniAvModel model)
{
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
            using var input = Tensor.Of(latents.AsSpan(stem * length, length), 1, channels, places);
            var grain = new float[places * model.Config.Sound.LatentHop];
            white(stem, grain);
            using var noise = Tensor.Of(grain, 1, 1, grain.Length);
            samples.Add(stem == count - 1 && model.MusicDecoder is { } music
                ? Music(music, input, noise, places, cancellationToken)
                : Decoded(model.SoundDecoder, cancellationToken, input, noise));
        }

        return samples;
    }

    private static float[] Decoded(GraphSession decoder, CancellationToken cancellationToken, params Tensor[] inputs)
    {
        using var decoded = decoder.RunOne(inputs, cancellationToken);
        return decoded.Floats.ToArray();
    }

    private float[] Music(GraphSession decoder, Tensor latent, Tensor noise, int places, CancellationToken cancellationToken)
    {
        using var phases = MusicBases.Phases(model.Config.Music, places * model.Config.Music.Stride);
        return Decoded(decoder, cancellationToken, latent, noise, phases);
    }
}
