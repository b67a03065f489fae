using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Families.Wan.Picture;
using Sora2.LocalServer.Model.Families.Wan.Text;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Weights;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.Wan;

/// <summary>
/// Wan by way of a device: sessions of a provider, tensors bound, weights copied ahead. The device is the processor as ONNX Runtime lists it,
/// which takes the same way as a GPU, but leaves out much of the rounding to half: ONNX Runtime computes F16 in F32 there, and takes casts
/// away that follow each other. That graphs in half are whole and right is seen here; how far their numbers are off is not.
/// </summary>
public sealed class WanOnDeviceTests(TinyPack pack) : IClassFixture<TinyPack>
{
    private const float HalfTolerance = 1e-2f;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static ModelRuntime F32 { get; } = On(ElementType.Float32);

    private static ModelRuntime F16 { get; } = On(ElementType.Float16);

    [Fact]
    public void Denoiser_GivesTheVerySameOnADevice()
    {
        using var expected = Velocity(TinyPack.Runtime, pack.Transformer);
        using var actual = Velocity(F32, pack.Transformer);

        Assert.True(actual.IsOnHost);
        Assert.Equal(expected.Floats.ToArray(), actual.Floats.ToArray());
    }

    [Fact]
    public void Denoiser_InHalfStaysNearTheReference()
    {
        using var velocity = Velocity(F16, pack.Transformer);

        TinyPack.Same(pack.Values("dit.sample"), Latent(velocity), HalfTolerance);
        using var full = Velocity(F32, pack.Transformer);
        Assert.NotEqual(full.Floats.ToArray(), velocity.Floats.ToArray());
    }

    [Fact]
    public void Denoiser_TakesWeightsInHalfAsTheyAreStored()
    {
        using var folder = new WanFolder();
        folder.Halve("transformer", "diffusion_pytorch_model");
        using var halves = WeightStore.Open(folder.PathOf("transformer/diffusion_pytorch_model.safetensors"));

        // In F32 the device does what the processor does with numbers that are expanded before.
        using var expected = Velocity(TinyPack.Runtime, halves);
        using var same = Velocity(F32, halves);
        Assert.Equal(expected.Floats.ToArray(), same.Floats.ToArray());

        using var half = Velocity(F16, halves);
        TinyPack.Same(pack.Values("dit.sample"), Latent(half), HalfTolerance);
    }

    [Fact]
    public void TextEncoder_GivesTheVerySameOnADevice()
    {
        using var there = new TextEncoder(pack.Config.Text, pack.Tokenizer, pack.Text, TinyPack.Runtime, Cancellation);
        using var here = new TextEncoder(pack.Config.Text, pack.Tokenizer, pack.Text, F16, Cancellation);
        var prompt = TinyPack.Prompts()[0];
        using var expected = there.Encode(prompt, 32, Cancellation);
        using var actual = here.Encode(prompt, 32, Cancellation);

        Assert.Equal(expected.Floats.ToArray(), actual.Floats.ToArray());
    }

    [Fact]
    public void PictureCode_GivesTheVerySameOnADevice() => Assert.Equal(Decoded(TinyPack.Runtime), Decoded(F32));

    [Fact]
    public void PictureCode_InHalfStaysNearTheReference()
    {
        var decoded = Decoded(F16);
        TinyPack.Same(Decoded(TinyPack.Runtime), decoded, HalfTolerance);
        Assert.NotEqual(Decoded(F32), decoded);

        var picture = new float[9 * 3 * 64 * 96];
        Sora2.LocalServer.Model.NoiseSource.Fill(5, 0, picture);
        TinyPack.Same(Encoded(TinyPack.Runtime), Encoded(F16), HalfTolerance);

        float[] Encoded(ModelRuntime runtime) => new PictureCode(pack.Config.Vae, pack.Vae, runtime).Encode(picture, 9, 64, 96, Cancellation);
    }

    [Fact]
    public void Denoiser_SaysWhereNumbersLeaveTheRangeOfHalf()
    {
        using var text = Told();
        text.Floats.Fill(1e9f);
        var grid = new TokenGrid(8, 3, 4, 6);
        using var denoiser = new Denoiser(pack.Config.Transformer, pack.Transformer, F16, Cancellation);

        var error = Assert.Throws<ModelFaultException>(() => denoiser.Run(grid, new float[grid.LatentLength], text, [731f], [0], Cancellation));

        Assert.Contains("F16", error.Message, StringComparison.Ordinal);
    }

    private static ModelRuntime On(ElementType computing)
    {
        var processor = new DeviceCatalog(TinyPack.Runtime, "/nonexistent").Devices.Single(static device => device.IsProcessor);
        return TinyPack.Runtime.On(processor, computing);
    }

    private Tensor Velocity(ModelRuntime runtime, WeightStore weights)
    {
        using var denoiser = new Denoiser(pack.Config.Transformer, weights, runtime, Cancellation);
        var grid = new TokenGrid(8, 3, 4, 6);
        var tokens = new float[grid.LatentLength];
        grid.ToTokens(pack.Values("dit.hidden_states"), tokens);
        using var text = Told();
        return denoiser.Run(grid, tokens, text, [731f], [0], Cancellation);
    }

    private float[] Latent(Tensor velocity)
    {
        var grid = new TokenGrid(8, 3, 4, 6);
        var latent = new float[grid.LatentLength];
        grid.FromTokens(velocity.Floats, latent);
        return latent;
    }

    private float[] Decoded(ModelRuntime runtime)
    {
        var made = new float[9 * 3 * 64 * 96];
        new PictureCode(pack.Config.Vae, pack.Vae, runtime).Decode(pack.Values("vae.z"), 3, 4, 6, (frame, rgb) => rgb.CopyTo(made.AsSpan(frame * rgb.Length)), Cancellation);
        return made;
    }

    private Tensor Told()
    {
        var width = pack.Config.Text.DModel;
        return Tensor.Of(pack.Values("text.prompt_embeds").AsSpan(0, 32 * width), 1, 32, width);
    }
}
