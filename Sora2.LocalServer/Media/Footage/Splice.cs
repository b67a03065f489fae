using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Media.Footage;

/// <summary>
/// A retake: the reel takes the place of a range of the original, which stays as it was outside it, frame by frame on the same
/// time line.
/// </summary>
/// <param name="Movie">The original; of the sequence's rate, progressive, upright, SDR, as shots are delivered.</param>
/// <param name="Stems">The original's stem files; a stem that is not there was silent. None at all: the movie's own sound is kept.</param>
/// <param name="FirstFrame">First frame of the new part.</param>
/// <param name="EndFrame">First frame after the new part.</param>
/// <param name="Frames">Of the delivered shot.</param>
public sealed record Splice(string Movie, IReadOnlyDictionary<StemKind, string> Stems, int FirstFrame, int EndFrame, int Frames);
