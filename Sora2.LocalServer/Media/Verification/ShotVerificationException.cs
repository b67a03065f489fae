namespace Sora2.LocalServer.Media.Verification;

/// <summary>Files were written that are not what was asked for; they must not be handed out.</summary>
public sealed class ShotVerificationException(IReadOnlyList<string> problems)
    : Exception("The encoded shot is not what was asked for: " + string.Join("; ", problems) + ".")
{
    /// <summary>One line each: what, found, wanted.</summary>
    public IReadOnlyList<string> Problems { get; } = problems;
}
