namespace Sora2.LocalServer.Requests;

/// <summary>What a piece of conditioning media is to the shot.</summary>
public enum ConditioningRole
{
    /// <summary>A still picture that the shot shows at <see cref="Conditioning.AtSeconds"/>.</summary>
    Frame,

    /// <summary>Footage whose frames and sound are known from <see cref="Conditioning.AtSeconds"/> on.</summary>
    Clip,

    /// <summary>A sound stem that is known.</summary>
    Sound,

    /// <summary>A person or thing to keep the same: a cast reference.</summary>
    Cast,
}

/// <summary>One piece of media a request hangs on.</summary>
/// <param name="MediaId">Content hash of an upload, 64 lower-case hex digits; never a path.</param>
/// <param name="AtSeconds">Where on the shot's own time line; negative counts from its end, so -0 is not used: the last frame is <see cref="LastFrame"/>.</param>
/// <param name="Name">Cast name in the prompt; empty otherwise.</param>
public sealed record Conditioning(ConditioningRole Role, string MediaId, double AtSeconds = 0, bool LastFrame = false, string Name = "");
