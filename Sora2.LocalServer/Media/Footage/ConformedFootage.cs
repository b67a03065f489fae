namespace Sora2.LocalServer.Media.Footage;

/// <summary>A part of a clip in the model's terms.</summary>
/// <param name="Frames">So many; fewer than wished only where the wish allows it.</param>
/// <param name="Picture">Shape [frames, 3, height, width], RGB in -1..1, Rec. 709 transfer.</param>
/// <param name="Sound">Mono at <see cref="SampleRate"/>, exactly the picture's length; silence when the clip has none.</param>
/// <param name="HasSound">Whether the clip has any sound.</param>
/// <param name="StartSeconds">Where in the clip the part begins, counted from the clip's first frame.</param>
/// <param name="Notes">What was done to the clip, a plain sentence each.</param>
public sealed record ConformedFootage(
    int Frames, float[] Picture, float[] Sound, bool HasSound, double StartSeconds, IReadOnlyList<string> Notes)
{
    /// <summary>Of the sound, in hertz.</summary>
    public const int SampleRate = 24_000;
}
