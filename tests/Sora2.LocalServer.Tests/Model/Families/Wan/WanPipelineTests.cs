using Sora2.LocalServer.Model.Families.Wan;
using Sora2.LocalServer.Model.Families.Wan.Denoising;
using Sora2.LocalServer.Model.Runtime;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.Wan;

/// <summary>Whole ways from prompt and noise to latents and frames give what the reference gives, to 1e-3 of the largest value.</summary>
public sealed class WanPipelineTests(TinyPack pack) : IClassFixture<TinyPack>
{
    private const int TextRows = 32;
    private const float Tolerance = 1e-3f;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void TextToVideo_WithGuidance()
    {
        var model = new WanModel(TinyPack.Folder, TinyPack.Runtime, TextRows);

        var latent = Sample(model, prompt: 0, steps: 4, guidance: 5, pack.Values("t2v.latents"), []);

        TinyPack.Same(pack.Values("t2v.final_latents"), latent, Tolerance);
        var frames = new float[9 * 3 * 64 * 96];
        model.WithPictureCode(code => code.Decode(latent, 3, 4, 6, (frame, rgb) => rgb.CopyTo(frames.AsSpan(frame * rgb.Length)), Cancellation));
        // The reference has [frame, y, x, colour] in 0..1.
        var expected = pack.Values("t2v.frames");
        float[] made = [.. Enumerable.Range(0, frames.Length).Select(i => (frames[(i / (3 * 6144) * 3 * 6144) + (i % 3 * 6144) + (i / 3 % 6144)] + 1) / 2)];
        TinyPack.Same(expected, made, Tolerance);
    }

    [Fact]
    public void TextToVideo_WithoutGuidance()
    {
        var model = new WanModel(TinyPack.Folder, TinyPack.Runtime, TextRows);

        // The reference began with the same noise.
        var latent = Sample(model, prompt: 1, steps: 3, guidance: 1, pack.Values("t2v.latents"), []);

        TinyPack.Same(pack.Values("t2v_nocfg.final_latents"), latent, Tolerance);
    }

    [Fact]
    public void ImageToVideo_GoesOnFromItsFirstFrame()
    {
        var model = new WanModel(TinyPack.Folder, TinyPack.Runtime, TextRows);
        var image = pack.Values("i2v.image");
        float[] planar = [.. Enumerable.Range(0, image.Length).Select(i => (image[(i % 6144 * 3) + (i / 6144)] / 127.5f) - 1)];
        float[] known = [];
        model.WithPictureCode(code => known = code.Encode(planar, 1, 64, 96, Cancellation));

        var latent = Sample(model, prompt: 0, steps: 4, guidance: 5, pack.Values("i2v.latents"), known);

        TinyPack.Same(pack.Values("i2v.final_latents"), latent, Tolerance);
    }

    private static float[] Sample(WanModel model, int prompt, int steps, float guidance, float[] noise, float[] known)
    {
        var prompts = TinyPack.Prompts();
        var texts = model.EncodeTexts([prompts[prompt], prompts[3]], Cancellation);
        var reports = new List<int>();
        try
        {
            model.WithDenoiser(
                sampler => sampler.Run(
                    new SamplingTask
                    {
                        Grid = new TokenGrid(8, 3, 4, 6),
                        Text = texts[0],
                        NegativeText = texts[1],
                        Guidance = guidance,
                        Levels = NoiseLevels.Of(model.Config.Scheduler, steps),
                        Known = known,
                        Latent = noise,
                    },
                    (done, _) => reports.Add(done),
                    Cancellation),
                Cancellation);
        }
        finally
        {
            foreach (Tensor text in texts)
            {
                text.Dispose();
            }
        }

        Assert.Equal(Enumerable.Range(1, steps), reports);
        return noise;
    }
}
