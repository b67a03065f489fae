using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Families.MiniAv.Denoising;
using Sora2.LocalServer.Model.Families.MiniAv.Motion;
using Sora2.LocalServer.Model.Families.MiniAv.Picture;
using Sora2.LocalServer.Model.Families.MiniAv.Sound;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Text;
using Sora2.LocalServer.Model.Weights;

namespace Sora2.LocalServer.Model.Families.MiniAv;

/// <summary>Whether a pack holds all that its graphs ask for, by its configuration and the headers of its weights. Loads no model.</summary>
internal static class MiniAvContent
{
    // Weights that are computed, not learned.
    private const string Computed = "computed.";

    // The encoder's weights are the same at every size.
    private const int AnySide = 96;

    /// <exception cref="PackException">A file is missing, damaged or not what the configuration says.</exception>
    public static void Check(PackInfo pack)
    {
        try
        {
            var config = MiniAvConfig.Read(pack.PathOf("config.json"));
            var pieces = UnigramTokenizer.Read(pack.PathOf("tokenizer.json")).Count;
            if (pieces > config.Denoiser.Vocabulary)
            {
                throw new InvalidDataException($"The tokenizer has {pieces} pieces, the denoiser knows {config.Denoiser.Vocabulary}.");
            }

            var text = TextGraph.Build(config.Denoiser);
            Check(pack, "denoiser.safetensors", [.. text.Weights, .. DenoiserGraph.Build(config).Weights, .. LatentScale.Uses(config)]);
            Check(pack, "motion.safetensors", [.. text.Weights, .. MotionGraph.Build(config).Weights, MotionWaves.Use(config.Video.Temporal)]);
            Check(pack, "video_autoencoder.safetensors", [.. VideoDecoderGraph.Build(config.Video).Weights, .. VideoEncoderGraph.Build(config.Video).Weights]);
            Check(pack, "sound_autoencoder.safetensors", [.. SoundDecoderGraph.Build(config.Sound).Weights, .. SoundEncoderGraph.Build(config.Sound).Weights]);
            if (config.Denoiser.HasMusic)
            {
                Check(pack, "music_autoencoder.safetensors", [.. MusicDecoderGraph.Build(config.Music).Weights]);
            }
        }
        catch (Exception error) when (error is WeightFormatException or InvalidDataException or IOException or UnauthorizedAccessException or ArithmeticException)
        {
            throw new PackException(pack.Name, error.Message, "Get the pack again.");
        }
    }

    private static void Check(PackInfo pack, string file, IReadOnlyList<WeightUse> uses)
    {
        var path = pack.PathOf(file);
        var tensors = SafetensorsHeader.ReadFile(path);
        foreach (var use in uses.Where(static use => !use.Name.StartsWith(Computed, StringComparison.Ordinal)))
        {
            if (!tensors.TryGetValue(use.Name, out var stored))
            {
                throw new WeightFormatException(path, $"no tensor is called {use.Name}; this is not the pack that the configuration describes.");
            }

            stored.Require(use, path);
        }
    }
}
