namespace Sora2.LocalServer.Videos.Wire;

/// <summary>How much one call may send. More is refused as soon as it is announced or seen.</summary>
/// <param name="Bytes">All of the body.</param>
/// <param name="FileBytes">One file in it; 0 takes no files.</param>
internal sealed record BodyLimits(long Bytes, long FileBytes)
{
    private const long Megabyte = 1 << 20;

    /// <summary>Fields alone, with room for a picture as a data URL of 20 MiB.</summary>
    public const long TextBytes = 32 * Megabyte;

    /// <summary>Fields without files.</summary>
    public static BodyLimits Fields { get; } = new(Megabyte, 0);

    /// <summary>Fields and a few pictures.</summary>
    public static BodyLimits Pictures { get; } = new(256 * Megabyte, 64 * Megabyte);

    /// <summary>Fields and a clip, or a file for later: 512 MiB, as the API has it.</summary>
    public static BodyLimits Clip { get; } = new(512 * Megabyte + TextBytes, 512 * Megabyte);
}
