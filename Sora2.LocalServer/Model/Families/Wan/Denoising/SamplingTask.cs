using Tensor = Sora2.LocalServer.Model.Runtime.Tensor;

namespace Sora2.LocalServer.Model.Families.Wan.Denoising;

/// <summary>What one run from noise to a latent is given.</summary>
internal sealed record SamplingTask
{
    public required TokenGrid Grid { get; init; }

    /// <summary>[1, text rows, text width]</summary>
    public required Tensor Text { get; init; }

    /// <summary>What to stay away from; none without guidance.</summary>
    public Tensor? NegativeText { get; init; }

    /// <summary>Classifier-free guidance: 1 is none.</summary>
    public float Guidance { get; init; } = 1;

    public required NoiseLevels Levels { get; init; }

    /// <summary>Steps that are left out at the start: the latent is then not all noise but at the first level that is taken.</summary>
    public int FirstStep { get; init; }

    /// <summary>Latent frames at the start that are known: [channels, known, height, width].</summary>
    public float[] Known { get; init; } = [];

    /// <summary>[channels, frames, height, width]: noise at first, the latent at the end.</summary>
    public required float[] Latent { get; init; }
}
