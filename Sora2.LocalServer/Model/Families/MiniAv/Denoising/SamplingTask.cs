using Sora2.LocalServer.Model.Runtime;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>What one run of the sampler makes.</summary>
internal sealed record SamplingTask
{
    public required ShotGeometry Shot { get; init; }

    /// <summary>Text rows of the prompt, [1, rows, width]; with guidance [2, rows, width], the negative one second.</summary>
    public required Tensor Text { get; init; }

    /// <summary>The same of the motion denoiser's text encoder.</summary>
    public required Tensor MotionText { get; init; }

    /// <summary>What is known beside the text.</summary>
    public required GivenRows Given { get; init; }

    /// <summary>When the first sound row begins, seconds: a window of a longer piece may begin between two rows.</summary>
    public double SoundStart { get; init; }

    /// <summary>Noise levels of the picture, from 1 down to 0.</summary>
    public required IReadOnlyList<float> Sigmas { get; init; }

    /// <summary>Noise levels of the sound, as many.</summary>
    public required IReadOnlyList<float> SoundSigmas { get; init; }

    /// <summary>1 is none.</summary>
    public required float Guidance { get; init; }

    /// <summary>Noise of the motion rows; becomes the motion sheet.</summary>
    public required float[] Motion { get; init; }

    /// <summary>Noise of the picture rows; becomes the result.</summary>
    public required float[] Picture { get; init; }

    /// <summary>Noise of the sound rows, stem after stem; becomes the result.</summary>
    public required float[] Sound { get; init; }
}
