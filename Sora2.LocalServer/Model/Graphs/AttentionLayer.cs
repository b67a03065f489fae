namespace Sora2.LocalServer.Model.Graphs;

/// <summary>Scaled dot-product attention of every row with every row, and the positions that go with it.</summary>
internal static class AttentionLayer
{
    /// <summary>softmax(scale · q kᵀ) v, per head, without a mask.</summary>
    /// <param name="query">[batch, rows, heads · width]</param>
    /// <param name="key">[batch, rows, heads · width]</param>
    /// <param name="value">[batch, rows, heads · width]</param>
    /// <returns>[batch, rows, heads · width]</returns>
    /// <remarks>ONNX Runtime's MultiHeadAttention runs in tiles (flash attention) when there is no mask.</remarks>
    public static Value AttendTo(this Value query, Value key, Value value, int heads, float scale) =>
        query.Graph.ApplyContributed("MultiHeadAttention", [query, key, value], ("num_heads", heads), ("scale", scale));

    /// <summary>Turns pair (i, i + half) of every head by its row's angle, or pair (2i, 2i + 1).</summary>
    /// <param name="x">[batch, rows, heads · width]</param>
    /// <param name="cosine">[rows, width / 2]</param>
    /// <param name="sine">[rows, width / 2]</param>
    /// <remarks>Su et al. 2021, arXiv:2104.09864.</remarks>
    public static Value Rotary(this Value x, Value cosine, Value sine, int heads, bool interleaved = false)
    {
        // Offset 0: row r takes row r of the tables.
        var first = x.Graph.Integers(0);
        return x.Graph.ApplyContributed("RotaryEmbedding", [x, first, cosine, sine], ("num_heads", heads), ("interleaved", interleaved ? 1 : 0));
    }
}
