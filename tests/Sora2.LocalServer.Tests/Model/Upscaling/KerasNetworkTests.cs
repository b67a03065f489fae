using System.Text.Json.Nodes;
using Sora2.LocalServer.Model.Upscaling;
using Sora2.LocalServer.Tests.Model.Graphs;
using Xunit;

namespace Sora2.LocalServer.Tests.Model.Upscaling;

/// <summary>A network of two layers, as TensorFlow.js would store it, and what must not be believed of such a file.</summary>
public sealed class KerasNetworkTests : IDisposable
{
    private const string Shard = "group1-shard1of1.bin";
    private readonly string _folder = Directory.CreateTempSubdirectory("keras").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Upscale_RunsTheLayersThatTheFileTells()
    {
        Write(Network());
        using var upscaler = new FrameUpscaler(_folder, GraphRun.Runtime, Cancellation);
        var upscaled = new ushort[12];

        upscaler.Upscale([1000, 2000, 3000], 1, 1, upscaled, static () => { }, Cancellation);

        // The kernel turns red, green and blue round.
        Assert.Equal(2, upscaler.Factor);
        Assert.Equal([2000, 3000, 1000, 2000, 3000, 1000, 2000, 3000, 1000, 2000, 3000, 1000], upscaled);
    }

    [Theory]
    [InlineData("class_name", "\"Swish\"", "Turn (Swish)")]
    [InlineData("config.activation", "\"tanh\"", "activation")]
    [InlineData("config.strides", "[2,2]", "strides")]
    [InlineData("config.dilation_rate", "[1,2]", "dilation_rate")]
    [InlineData("config.groups", "3", "groups")]
    [InlineData("config.use_bias", "false", "use_bias")]
    [InlineData("config.kernel_size", "[2,2]", "kernel_size")]
    [InlineData("config.filters", "4", "one picture")]
    [InlineData("config.filters", "\"3\"", "filters")]
    [InlineData("inbound_nodes", "[[[\"Larger\",0,0,{}]]]", "nobody makes")]
    [InlineData("inbound_nodes", "[[[\"LR\",0,0,{}]],[[\"LR\",0,0,{}]]]", "2 times")]
    public void New_NamesALayerThatItDoesNotKnow(string setting, string value, string named)
    {
        var network = Network();
        JsonNode node = network["modelTopology"]!["model_config"]!["config"]!["layers"]![1]!;
        var keys = setting.Split('.');
        (keys.Length == 2 ? node[keys[0]]! : node)[keys[^1]] = JsonNode.Parse(value);
        Write(network);

        Assert.Contains(named, Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{", "cannot be read")]
    [InlineData("[]", "cannot be read")]
    [InlineData("{\"format\":\"graph-model\"}", "no network of layers")]
    [InlineData("{\"format\":\"layers-model\"}", "cannot be read")]
    public void New_RefusesWhatIsNoNetwork(string text, string said)
    {
        Write(Network());
        File.WriteAllText(Path.Combine(_folder, KerasNetwork.FileName), text);

        Assert.Contains(said, Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../x.bin")]
    [InlineData("/etc/passwd")]
    [InlineData("..")]
    public void New_OpensNothingBesideItsFolder(string path)
    {
        var network = Network();
        network["weightsManifest"]![0]!["paths"]![0] = path;
        Write(network);

        Assert.Contains("do not lie beside it", Refused(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("uint8", "form")]
    [InlineData("float32", "bytes")]
    public void New_RefusesWeightsOfAnotherKindOrLength(string type, string said)
    {
        var network = Network();
        network["weightsManifest"]![0]!["weights"]![0]!["dtype"] = type;
        Write(network);
        File.AppendAllText(Path.Combine(_folder, Shard), "more");

        Assert.Contains(said, Refused(), StringComparison.Ordinal);
    }

    [Fact]
    public void New_RefusesAnAxisThatIsNone()
    {
        var network = Network();
        network["weightsManifest"]![0]!["weights"]![0]!["shape"]![0] = -1;
        Write(network);

        Assert.Contains("axis", Refused(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Refused() => Assert.Throws<InvalidDataException>(() => new FrameUpscaler(_folder, GraphRun.Runtime, Cancellation)).Message;

    private void Write(JsonNode network)
    {
        File.WriteAllText(Path.Combine(_folder, KerasNetwork.FileName), network.ToJsonString());

        // [height, width, inputs, outputs]: output c is input c + 1.
        float[] weights = [0, 0, 1, 1, 0, 0, 0, 1, 0, /* bias */ 0, 0, 0];
        File.WriteAllBytes(Path.Combine(_folder, Shard), [.. weights.SelectMany(BitConverter.GetBytes)]);
    }

    private static JsonNode Network() => JsonNode.Parse("""
        {
          "format": "layers-model",
          "modelTopology": { "model_config": { "class_name": "Functional", "config": {
            "layers": [
              { "class_name": "InputLayer", "name": "LR", "config": {}, "inbound_nodes": [] },
              { "class_name": "Conv2D", "name": "Turn", "inbound_nodes": [[["LR", 0, 0, {}]]], "config": {
                "filters": 3, "kernel_size": [1, 1], "strides": [1, 1], "padding": "same", "dilation_rate": [1, 1], "groups": 1,
                "activation": "linear", "use_bias": true } },
              { "class_name": "UpSampling2D", "name": "Larger", "inbound_nodes": [[["Turn", 0, 0, {}]]], "config": { "size": [2, 2], "interpolation": "nearest" } }
            ],
            "output_layers": [["Larger", 0, 0]] } } },
          "weightsManifest": [{ "paths": ["group1-shard1of1.bin"], "weights": [
            { "name": "Turn/kernel", "shape": [1, 1, 3, 3], "dtype": "float32" }, { "name": "Turn/bias", "shape": [3], "dtype": "float32" }] }]
        }
        """)!;
}
