using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Library.Playback;

/// <summary>Reads published movies for the cache of frames; who decodes them is not the library's business.</summary>
/// <param name="InspectAsync">What a movie holds.</param>
/// <param name="DecodeAsync">Writes all of its frames, as a frames file has them, and no byte more than was announced.</param>
public sealed record PictureSource(
    Func<string, CancellationToken, Task<FramesHeader>> InspectAsync,
    Func<string, FramesHeader, Stream, CancellationToken, Task> DecodeAsync);
