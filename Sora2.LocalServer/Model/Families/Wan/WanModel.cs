using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Families.Wan.Configuration;
using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Families.Wan.Picture;
using Sora2.LocalServer.Model.Families.Wan.Text;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Sources;
using Sora2.LocalServer.Model.Text;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Planning;
using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Families.Wan;

/// <summary>
/// A Wan 2.2 TI2V model over a diffusers folder. Text encoder, denoiser and picture code are in memory one after the other, never together.
/// </summary>
/// <param name="folder">Holds transformer, vae, text_encoder, tokenizer and scheduler.</param>
/// <param name="textRows">Pieces of a prompt that the model reads.</param>
internal sealed class WanModel(string folder, ModelRuntime runtime, int textRows) : IShotModel
{
    /// <summary>As packs name it.</summary>
    public const string Family = "Wan";

    /// <summary>Pieces that Wan 2.2 was trained to read.</summary>
    public const int TextRows = 512;

    public WanConfig Config { get; } = WanConfig.Read(folder);

    /// <exception cref="PackException">A file of the pack is not what its family needs.</exception>
    public static WanModel Load(PackInfo pack, ModelRuntime runtime)
    {
        try
        {
            // Stages open their weights when they come; what is wrong with one shows here.
            WanPack.Check(pack.Folder);
            return new WanModel(pack.Folder, runtime, TextRows);
        }
        catch (Exception error) when (error is InvalidDataException or WeightFormatException)
        {
            throw new PackException(pack.Name, error.Message, "Install the pack again.");
        }
    }

    /// <inheritdoc/>
    public void Make(GenerationPlan plan, ReelWriter reel, PlannedMedia media, FrameMixer? mix, ProgressLog log, CancellationToken cancellationToken) =>
        new WanShot(this, plan, mix, log).Make(reel, media, cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing outlives a stage.
    }

    /// <summary>Rows of prompts, each [1, text rows, text width].</summary>
    /// <returns>The caller's.</returns>
    public IReadOnlyList<Tensor> EncodeTexts(IReadOnlyList<string> prompts, CancellationToken cancellationToken, Action? alive = null)
    {
        using var weights = WanWeights.Open(Path.Combine(folder, "text_encoder"));
        var tokenizer = SentencePieceTokenizer.Read(Path.Combine(folder, "tokenizer", "tokenizer.json"));
        if (tokenizer.Count > Config.Text.VocabSize)
        {
            throw new InvalidDataException($"The tokenizer has {tokenizer.Count} pieces, the text encoder knows {Config.Text.VocabSize}.");
        }

        using var encoder = new TextEncoder(Config.Text, tokenizer, weights, runtime, cancellationToken, alive);
        var rows = new List<Tensor>();
        try
        {
            foreach (var prompt in prompts)
            {
                rows.Add(encoder.Encode(prompt, textRows, cancellationToken));
            }

            return rows;
        }
        catch
        {
            rows.ForEach(static tensor => tensor.Dispose());
            throw;
        }
    }

    /// <summary>Gives a denoiser to <paramref name="work"/>, for as long as that runs.</summary>
    /// <param name="layerBytes">Memory for its blocks' weights.</param>
    public void WithDenoiser(Action<WanSampler> work, CancellationToken cancellationToken, long layerBytes = 0, Action? alive = null)
    {
        using var weights = WanWeights.Open(Path.Combine(folder, "transformer"));
        using var denoiser = new Denoiser(Config.Transformer, weights, runtime, cancellationToken, layerBytes, alive);
        work(new WanSampler(Config.Scheduler, denoiser));
    }

    /// <summary>Gives the picture code to <paramref name="work"/>, for as long as that runs.</summary>
    public void WithPictureCode(Action<PictureCode> work, Action? alive = null)
    {
        using var weights = WanWeights.Open(Path.Combine(folder, "vae"));
        work(new PictureCode(Config.Vae, weights, runtime, alive));
    }
}
