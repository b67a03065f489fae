using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Requests;

/// <summary>What a piece of conditioning media is to the shot.</summary>
public enum ConditioningRole
{
    /// <summary>A still picture that the shot shows at <see cref="Conditioning.AtSeconds"/>.</summary>
    Frame,

    /// <summary>Footage whose frames and sound are known: a movie.</summary>
    Clip,

    /// <summary>A stem of the clip before it in the list, on that clip's own time line.</summary>
    Sound,

    /// <summary>A picture of a person or thing to keep the same: a cast reference.</summary>
    Cast,
}

/// <summary>One piece of media a request hangs on.</summary>
/// <param name="MediaId">Content hash of an upload, 64 lower-case hex digits; never a path.</param>
/// <param name="AtSeconds">Where on the shot's own time line; negative counts from its end, so -0 is not used: the last frame is <see cref="LastFrame"/>.</param>
/// <param name="Name">Cast name in the prompt; empty otherwise.</param>
/// <param name="Part">The part of a clip that is used; null takes all of it.</param>
/// <param name="Stem">Which stem of its clip a sound is; null for every other role.</param>
public sealed record Conditioning(
    ConditioningRole Role, string MediaId, double AtSeconds = 0, bool LastFrame = false, string Name = "", TimeRange? Part = null, StemKind? Stem = null);
