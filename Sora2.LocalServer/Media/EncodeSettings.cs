using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Media.Sound;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Media;

/// <summary>How one reel becomes files.</summary>
/// <param name="BaseName">PROJECT_SHOT_vNNN, ASCII letters, digits, '-' and '_': the picture's file name without extension.</param>
/// <param name="ReelName">Shown in the editor's reel column; 1 to 200 ASCII letters, digits, '-' and '_'.</param>
/// <param name="Sound">Whether the mix and the stems are written; false makes a silent picture alone.</param>
/// <param name="Description">In words, for the stems' headers; cut at 256 characters.</param>
public sealed record EncodeSettings(
    string BaseName, string ReelName, SequenceSettings Sequence, PictureCodec Codec, bool Sound, string Description)
{
    /// <summary>Makes a retake: only this range of the shot is the reel's. Null when all of it is.</summary>
    public Splice? Splice { get; init; }

    /// <summary>Stems that take the place of the reel's. Null when all of the reel's are delivered.</summary>
    public KeptStems? Kept { get; init; }
}
