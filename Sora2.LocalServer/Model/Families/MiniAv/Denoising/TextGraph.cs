using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>Text pieces to text rows: an embedding and a few blocks. Padding is a piece like any other.</summary>
internal static class TextGraph
{
    // Keeps places smaller than pieces.
    private const float PlaceScale = 0.5f;

    /// <summary>Inputs: ids [batch, rows] Int64, places [rows, width]. Output: rows [batch, rows, width].</summary>
    public static Graph Build(DenoiserConfig config)
    {
        var graph = new Graph("text encoder");
        var ids = graph.Input("ids", ElementType.Int64, "batch", "rows");
        var places = graph.Input("places", ElementType.Float32, "rows", config.Width);
        var x = graph.Weight("text.embedding.weight", config.Vocabulary, config.Width).Gather(ids, axis: 0) + (places * PlaceScale);
        for (var i = 0; i < config.TextBlocks; i++)
        {
            x += x.Normalise(config.Width).SelfAttention($"text.attention.{i}", config, rotary: null);
            x += x.Normalise(config.Width).SwiGlu($"text.feed.{i}", config);
        }

        graph.Output("rows", x.Normalise(config.Width));
        return graph;
    }
}
