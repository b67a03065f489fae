using System.Text.Json;
using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Families.MiniAv.Sound;
using Sora2.LocalServer.Model.Graphs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Weights;
using Sora2.LocalServer.Tests.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Families.MiniAv.Sound;

/// <summary>The music decoder against what PyTorch gave for a small model of random weights (training/export_music.py).</summary>
public sealed class MusicDecoderGraphTests
{
    private const float Tolerance = 1e-4f;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Build_GivesWhatTrainingGave()
    {
        using var store = WeightStore.Open(ParityFile);
        using var decoded = Decode(store, store.Get("music.latent"), store.Get("music.noise"));
        var expected = store.Get("music.decoded").Floats.ToArray();

        GraphRun.Near(expected, decoded.Floats.ToArray(), Tolerance * Math.Max(1, expected.Max(Math.Abs)));
    }

    [Fact]
    public void Build_KeepsBrokenLatentsWithinBounds()
    {
        using var store = WeightStore.Open(ParityFile);
        var config = Config();
        using var latent = Tensor.Of([.. Enumerable.Repeat(1e20f, config.Channels * 4)], 1, config.Channels, 4);
        using var noise = Tensor.Zeros(ElementType.Float32, 1, 4 * config.LatentHop);
        using var decoded = Decode(store, latent, noise);

        Assert.All(decoded.Floats.ToArray(), sample => Assert.InRange(sample, -1e5f, 1e5f));
    }

    private static string ParityFile
    {
        get
        {
            var root = AppContext.BaseDirectory;
            while (root is not null && !File.Exists(Path.Combine(root, "Sora2Plugin.sln")))
            {
                root = Path.GetDirectoryName(root);
            }

            return Path.Combine(
                root ?? "", "tests", "Sora2.LocalServer.Tests", "Model", "Families", "MiniAv", "music_parity.safetensors");
        }
    }

    private static MusicConfig Config()
    {
        using var file = new BinaryReader(File.OpenRead(ParityFile));
        using var header = JsonDocument.Parse(file.ReadBytes((int)file.ReadInt64()));
        var config = header.RootElement.GetProperty("__metadata__").GetProperty("config").GetString()!;
        return JsonSerializer.Deserialize<MusicConfig>(
            config, new JsonSerializerOptions { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower })!;
    }

    private static Tensor Decode(WeightStore store, Tensor latent, Tensor white)
    {
        var config = Config();
        using var computed = new MusicBases(config);
        using var session = GraphRun.Runtime.Open(
            MusicDecoderGraph.Build(config), use => computed.Find(use) ?? store.Get(use), Cancellation);
        using var noise = Tensor.Of(white.Floats, white.Shape[0], 1, white.Shape[1]);
        using var phases = MusicBases.Phases(config, config.Stride * (int)latent.Shape[2]);
        return session.RunOne([latent, noise, phases], Cancellation);
    }
}
