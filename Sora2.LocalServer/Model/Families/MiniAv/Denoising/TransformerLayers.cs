using Sora2.LocalServer.Model.Families.MiniAv.Configuration;
using Sora2.LocalServer.Model.Graphs;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>The layers that the text encoder and the denoiser share.</summary>
internal static class TransformerLayers
{
    private const float Epsilon = 1e-6f;

    /// <summary>RMS norm without a scale of its own.</summary>
    /// <param name="width">Of the last axis.</param>
    public static Value Normalise(this Value x, int width)
    {
        var ones = new float[width];
        Array.Fill(ones, 1f);
        return x.RmsNorm(x.Graph.Constant(ones, width), Epsilon);
    }

    /// <summary>Attention of every row with every row; queries and keys are normalised per head, then rotated.</summary>
    /// <param name="x">[batch, rows, width]</param>
    /// <param name="rotary">Cosines and sines [rows, head / 2]; null leaves positions out.</param>
    public static Value SelfAttention(this Value x, string name, DenoiserConfig config, (Value Cosine, Value Sine)? rotary)
    {
        var rows = x.Reshape(-1, config.Width);
        var query = HeadNorm(rows.Linear($"{name}.query", config.Width, config.Width), $"{name}.query_norm", config, x);
        var key = HeadNorm(rows.Linear($"{name}.key", config.Width, config.Width), $"{name}.key_norm", config, x);
        var value = AsRows(rows.Linear($"{name}.value", config.Width, config.Width), config, x);
        if (rotary is var (cosine, sine))
        {
            query = query.Rotary(cosine, sine, config.Heads);
            key = key.Rotary(cosine, sine, config.Heads);
        }

        var attended = query.AttendTo(key, value, config.Heads, 1f / MathF.Sqrt(config.Head));
        return AsRows(attended.Reshape(-1, config.Width).Linear($"{name}.out", config.Width, config.Width), config, x);
    }

    /// <summary>down(silu(gate(x)) · up(x)); Shazeer 2020, arXiv:2002.05202.</summary>
    public static Value SwiGlu(this Value x, string name, DenoiserConfig config)
    {
        var rows = x.Reshape(-1, config.Width);
        var gate = rows.Linear($"{name}.gate", config.Width, config.Hidden).Silu();
        var up = rows.Linear($"{name}.up", config.Width, config.Hidden);
        return AsRows((gate * up).Linear($"{name}.down", config.Hidden, config.Width), config, x);
    }

    /// <summary>[batch · rows, width] back to the shape of <paramref name="like"/>.</summary>
    private static Value AsRows(Value rows, DenoiserConfig config, Value like) =>
        like.Graph.Apply("Reshape", [rows, like.Graph.Apply("Shape", [like])]);

    private static Value HeadNorm(Value rows, string name, DenoiserConfig config, Value like)
    {
        var scale = rows.Graph.Weight(name, config.Head);
        return AsRows(rows.Reshape(-1, config.Heads, config.Head).RmsNorm(scale, Epsilon), config, like);
    }
}
