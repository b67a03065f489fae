using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Weights;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>Brings latents to the unit scale that the denoiser works in, and back; shapes the noise they begin from; and guesses colours from them.</summary>
internal sealed class LatentScale
{
    private readonly float[] _pictureMean;
    private readonly float[] _pictureDeviation;
    private readonly float[] _soundMean;
    private readonly float[] _soundDeviation;
    private readonly float[] _previewWeight;
    private readonly float[] _previewBias;
    private readonly float[] _pictureNoise;
    private readonly float[] _pictureNoiseShared;

    public LatentScale(WeightStore weights, MiniAvConfig config)
    {
        float[][] numbers = [.. Uses(config).Select(use => weights.Get(use).Floats.ToArray())];
        (_pictureMean, _pictureDeviation, _soundMean, _soundDeviation, _previewWeight, _previewBias, _pictureNoise, _pictureNoiseShared) =
            (numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5], numbers[6], numbers[7]);
    }

    /// <summary>What it reads.</summary>
    public static IReadOnlyList<WeightUse> Uses(MiniAvConfig config)
    {
        var (picture, sound, stems) = (config.Video.Channels, config.Sound.Channels, config.Denoiser.Stems.Count);
        return
        [
            new("scale.picture_mean", [picture]), new("scale.picture_deviation", [picture]),
            new("scale.sound_mean", [stems, sound]), new("scale.sound_deviation", [stems, sound]),
            new("preview.weight", [3, picture]), new("preview.bias", [3]),
            new("scale.picture_noise", [picture]), new("scale.picture_noise_shared", [picture]),
        ];
    }

    /// <summary>To the decoder's scale, in place.</summary>
    /// <param name="latent">[frames, channels, places]</param>
    public void ExpandPicture(Span<float> latent, int places) =>
        Apply(latent, _pictureMean, _pictureDeviation, places, expand: true);

    /// <summary>From the encoder's scale, in place.</summary>
    /// <param name="latent">[frames, channels, places]</param>
    public void ReducePicture(Span<float> latent, int places) =>
        Apply(latent, _pictureMean, _pictureDeviation, places, expand: false);

    /// <summary>To the decoder's scale, in place.</summary>
    /// <param name="latent">[stems, channels, places]</param>
    public void ExpandSound(Span<float> latent, int places) => Apply(latent, _soundMean, _soundDeviation, places, expand: true);

    /// <summary>From the encoder's scale, in place; a mix is scaled as the first stem is.</summary>
    /// <param name="latent">[channels, places]</param>
    public void ReduceMix(Span<float> latent, int places) => Apply(latent, _soundMean, _soundDeviation, places, expand: false);

    /// <summary>
    /// White noise becomes the noise that a picture begins from, in place: quiet channels, which hold texture and edges, begin from less of it,
    /// and from some that all frames have in common, as they have their content in common (training/fit_noise.py).
    /// </summary>
    /// <param name="rows">[frames, rows of a frame, channels · part]</param>
    /// <param name="shared">White noise for one frame, [rows of a frame, channels · part].</param>
    public void ShapeNoise(Span<float> rows, ReadOnlySpan<float> shared, int part)
    {
        for (var i = 0; i < rows.Length; i++)
        {
            var channel = i / part % _pictureNoise.Length;
            var common = _pictureNoiseShared[channel];
            rows[i] = _pictureNoise[channel] * ((MathF.Sqrt(1 - common) * rows[i]) + (MathF.Sqrt(common) * shared[i % shared.Length]));
        }
    }

    /// <summary>A guess at the colours of one latent frame: a line fitted to the mean colour under each latent.</summary>
    /// <param name="latent">[channels, places], at unit scale</param>
    /// <param name="rgb">[places, 3] in about -1..1</param>
    public void Preview(ReadOnlySpan<float> latent, int places, Span<float> rgb)
    {
        var channels = _pictureMean.Length;
        for (var place = 0; place < places; place++)
        {
            for (var colour = 0; colour < 3; colour++)
            {
                var sum = _previewBias[colour];
                for (var channel = 0; channel < channels; channel++)
                {
                    sum += _previewWeight[(colour * channels) + channel] * latent[(channel * places) + place];
                }

                rgb[(3 * place) + colour] = sum;
            }
        }
    }

    private static void Apply(Span<float> latent, float[] mean, float[] deviation, int places, bool expand)
    {
        for (var start = 0; start < latent.Length; start += places)
        {
            var channel = start / places % mean.Length;
            foreach (ref var value in latent.Slice(start, places))
            {
                value = expand ? (value * deviation[channel]) + mean[channel] : (value - mean[channel]) / deviation[channel];
            }
        }
    }
}
