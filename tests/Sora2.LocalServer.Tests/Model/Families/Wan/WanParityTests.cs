using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Families.Wan.Picture;
using Sora2.LocalServer.Model.Families.Wan.Text;
using Sora2.LocalServer.Model.Runtime;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.Wan;

/// <summary>Every part gives what the reference gives, to 1e-4 of the largest value.</summary>
public sealed class WanParityTests(TinyPack pack) : IClassFixture<TinyPack>
{
    private const int TextRows = 32;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Tokenizer_GivesTheReferencesPieces()
    {
        var ids = pack.Tensor("text.input_ids").Integers.ToArray();
        var mask = pack.Tensor("text.attention_mask").Integers.ToArray();
        foreach (var (index, prompt) in TinyPack.Prompts().Index())
        {
            var count = (int)mask[(index * TextRows)..((index + 1) * TextRows)].Sum();
            Assert.Equal(ids[(index * TextRows)..((index * TextRows) + count)], pack.Tokenizer.Encode(prompt, TextRows));
        }
    }

    [Fact]
    public void TextEncoder_GivesTheReferencesRows()
    {
        using var encoder = new TextEncoder(pack.Config.Text, pack.Tokenizer, pack.Text, TinyPack.Runtime, Cancellation);
        var width = pack.Config.Text.DModel;
        var hidden = pack.Values("text.hidden");
        foreach (var (index, prompt) in TinyPack.Prompts().Index())
        {
            var pieces = pack.Tokenizer.Encode(prompt, TextRows);
            using var rows = encoder.Hidden(pieces, Cancellation);
            TinyPack.Same(hidden.AsSpan(index * TextRows * width, pieces.Count * width), rows.Floats);
            if (index < 3)
            {
                using var told = encoder.Encode(prompt, TextRows, Cancellation);
                TinyPack.Same(pack.Values("text.prompt_embeds").AsSpan(index * TextRows * width, TextRows * width), told.Floats);
            }
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Denoiser_GivesTheReferencesVelocity(bool levelsOfTokens)
    {
        using var denoiser = new Denoiser(pack.Config.Transformer, pack.Transformer, TinyPack.Runtime, Cancellation);
        var grid = new TokenGrid(8, 3, 4, 6);
        var tokens = new float[grid.LatentLength];
        grid.ToTokens(pack.Values("dit.hidden_states"), tokens);
        using var text = Told(levelsOfTokens ? 1 : 0);
        long[] levelOf = levelsOfTokens ? [.. Enumerable.Range(0, grid.Tokens).Select(token => token < grid.TokensPerFrame ? 0L : 1L)] : [0];

        using var velocity = denoiser.Run(grid, tokens, text, levelsOfTokens ? [0f, 412f] : [731f], levelOf, Cancellation);

        var latent = new float[grid.LatentLength];
        grid.FromTokens(velocity.Floats, latent);
        TinyPack.Same(pack.Values(levelsOfTokens ? "dit.sample_tokens" : "dit.sample"), latent);
    }

    [Fact]
    public void PictureCode_DecodesAsTheReference()
    {
        var code = new PictureCode(pack.Config.Vae, pack.Vae, TinyPack.Runtime);
        var made = new float[9 * 3 * 64 * 96];
        var order = new List<int>();

        code.Decode(
            AtUnitScale(pack.Values("vae.z")), 3, 4, 6,
            (frame, rgb) =>
            {
                order.Add(frame);
                rgb.CopyTo(made.AsSpan(frame * rgb.Length));
            },
            Cancellation);

        Assert.Equal(Enumerable.Range(0, 9), order);
        TinyPack.Same(FramesFirst(pack.Values("vae.decoded"), 9, 64 * 96), made);
    }

    [Fact]
    public void PictureCode_DecodesInTilesAsInOnePiece()
    {
        var code = new PictureCode(pack.Config.Vae, pack.Vae, TinyPack.Runtime);
        var latent = new float[8 * 2 * 24 * 20];
        Sora2.LocalServer.Model.NoiseSource.Fill(3, 0, latent);
        var whole = Decode(40);
        var tiled = Decode(12);

        // Tiles end in zeros where the whole goes on; over the overlap that fades out.
        var apart = whole.Zip(tiled, static (a, b) => (a - b) * (a - b)).Average();
        var spread = whole.Select(static value => value * value).Average();
        Assert.True(apart < 0.02 * spread, $"{apart} apart, {spread} spread");
        Assert.True(apart > 0, "Tiles were not used.");

        float[] Decode(int longestTile)
        {
            var frames = new float[5 * 3 * 384 * 320];
            code.Decode(latent, 2, 24, 20, (frame, rgb) => rgb.CopyTo(frames.AsSpan(frame * rgb.Length)), Cancellation, longestTile);
            return frames;
        }
    }

    [Theory]
    [InlineData(40, 40, new[] { 0 })]
    [InlineData(44, 40, new[] { 0, 4 })]
    [InlineData(80, 40, new[] { 0, 20, 40 })]
    public void TileGrid_CoversTheAxis(int size, int longest, int[] starts)
    {
        var grid = TileGrid.Over(size, longest, 10);

        Assert.Equal(starts, grid.Starts);
        Assert.Equal(size, grid.Starts[^1] + grid.Length);
    }

    [Fact]
    public void Denoiser_RunsFromHalvesWithinTheirError()
    {
        using var folder = new WanFolder();
        folder.Halve("transformer", "diffusion_pytorch_model");
        using var halves = Sora2.LocalServer.Model.Weights.WeightStore.Open(folder.PathOf("transformer/diffusion_pytorch_model.safetensors"));
        using var denoiser = new Denoiser(pack.Config.Transformer, halves, TinyPack.Runtime, Cancellation);
        var grid = new TokenGrid(8, 3, 4, 6);
        var tokens = new float[grid.LatentLength];
        grid.ToTokens(pack.Values("dit.hidden_states"), tokens);
        using var text = Told(0);

        using var velocity = denoiser.Run(grid, tokens, text, [731f], [0], Cancellation);

        var latent = new float[grid.LatentLength];
        grid.FromTokens(velocity.Floats, latent);
        TinyPack.Same(pack.Values("dit.sample"), latent, 1e-2f);
    }

    [Fact]
    public void PictureCode_EncodesAsTheReference()
    {
        var code = new PictureCode(pack.Config.Vae, pack.Vae, TinyPack.Runtime);

        var latent = code.Encode(FramesFirst(pack.Values("vae.video"), 9, 64 * 96), 9, 64, 96, Cancellation);

        TinyPack.Same(AtUnitScale(pack.Values("vae.encoded_mode")), latent);
    }

    [Theory]
    [InlineData("unipc")]
    [InlineData("euler")]
    public void Solver_FollowsTheReferencesWay(string name)
    {
        var scheduler = name == "unipc"
            ? pack.Config.Scheduler
            : pack.Config.Scheduler with { ClassName = "FlowMatchEulerDiscreteScheduler", Shift = 5 };
        var levels = NoiseLevels.Of(scheduler, 6);
        var x = pack.Values($"{name}.x0");
        IFlowSolver solver = name == "unipc" ? new UniPcSolver(levels.Sigmas, 2, x.Length) : new EulerSolver(levels.Sigmas);
        var outputs = pack.Values($"{name}.model_outputs");
        var way = pack.Values($"{name}.trajectory");

        TinyPack.Same(pack.Values($"{name}.sigmas"), [.. levels.Sigmas], 1e-6f);
        TinyPack.Same(pack.Values($"{name}.timesteps"), [.. levels.Timesteps], 1e-6f);
        for (var step = 0; step < 6; step++)
        {
            solver.Step(step, x, outputs.AsSpan(step * x.Length, x.Length));
            TinyPack.Same(way.AsSpan(step * x.Length, x.Length), x);
        }
    }

    // What the reference passes on of a prompt.
    private Tensor Told(int prompt)
    {
        var width = pack.Config.Text.DModel;
        return Tensor.Of(pack.Values("text.prompt_embeds").AsSpan(prompt * TextRows * width, TextRows * width), 1, TextRows, width);
    }

    private float[] AtUnitScale(float[] code)
    {
        var area = code.Length / pack.Config.Vae.ZDim;
        return [.. code.Select((value, i) => (value - pack.Config.Vae.LatentsMean[i / area]) / pack.Config.Vae.LatentsStd[i / area])];
    }

    // [3, frames, area] to [frames, 3, area].
    private static float[] FramesFirst(float[] video, int frames, int area) =>
        [.. Enumerable.Range(0, frames * 3).SelectMany(n => video.AsSpan(((n % 3 * frames) + (n / 3)) * area, area).ToArray())];
}
