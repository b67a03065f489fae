namespace Sora2.LocalServer.Videos.Making;

/// <summary>Why a video failed.</summary>
/// <param name="Code">"cancelled", or one of <see cref="Jobs.JobErrorCodes"/>.</param>
internal sealed record VideoError(string Code, string Message)
{
    public string? Param => null;

    public string? Type => null;
}
