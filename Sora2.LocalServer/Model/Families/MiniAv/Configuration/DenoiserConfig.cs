using Sora2.LocalServer.Model.Families.MiniAv.Denoising;

namespace Sora2.LocalServer.Model.Families.MiniAv.Configuration;

/// <summary>The text encoder and the denoiser.</summary>
internal sealed record DenoiserConfig
{
    public required int Width { get; init; }

    public required int Heads { get; init; }

    /// <summary>Inner width of the feed-forward layers.</summary>
    public required int Hidden { get; init; }

    public required int Blocks { get; init; }

    /// <summary>Blocks of the motion denoiser, which has the denoiser's widths.</summary>
    public required int MotionBlocks { get; init; }

    /// <summary>Numbers that a picture row is told of the motion.</summary>
    public required int PictureMotion { get; init; }

    /// <summary>Numbers that a sound row is told of the motion.</summary>
    public required int SoundMotion { get; init; }

    public required int TextBlocks { get; init; }

    /// <summary>Text pieces.</summary>
    public required int Vocabulary { get; init; }

    /// <summary>Text rows; longer prompts are cut.</summary>
    public required int MaxText { get; init; }

    /// <summary>Text rows are padded to a multiple of this.</summary>
    public required int TextMultiple { get; init; }

    /// <summary>Latents per picture row, each axis.</summary>
    public required int Patch { get; init; }

    /// <summary>Latents per sound row.</summary>
    public required int SoundPatch { get; init; }

    /// <summary>In the order of their rows.</summary>
    public required IReadOnlyList<string> Stems { get; init; }

    /// <summary>Rotated pairs for seconds; y and x follow.</summary>
    public required int RotaryTime { get; init; }

    /// <summary>Rotated pairs for y, and as many for x.</summary>
    public required int RotarySpace { get; init; }

    /// <summary>First and last wavelength, seconds.</summary>
    public required IReadOnlyList<double> WavelengthTime { get; init; }

    /// <summary>First and last wavelength, half picture heights.</summary>
    public required IReadOnlyList<double> WavelengthSpace { get; init; }

    /// <summary>Width of one attention head.</summary>
    public int Head => Width / Heads;

    /// <summary>Latent frames that are made at once; longer pieces are made window by window.</summary>
    public required int Window { get; init; }

    /// <summary>Latent frames of what is beside a window, at most.</summary>
    public required int Context { get; init; }

    /// <summary>References that a shot can be given.</summary>
    public required int Cast { get; init; }

    /// <summary>Whether the last stem is music, whose code and layers are its own.</summary>
    public bool HasMusic => Stems[^1] == "music";

    /// <summary>Kinds of rows: those of <see cref="RowKind"/>, one for each stem, references, given sound.</summary>
    public int Modalities => (int)CleanSoundKind + 1;

    /// <summary>Rows of the mix of a given clip.</summary>
    public long CleanSoundKind => ReferenceKind(Cast);

    /// <summary>Rows of a reference; slot 0 is the one that the text calls @1.</summary>
    public long ReferenceKind(int slot) => (long)RowKind.FirstStem + Stems.Count + slot;
}
