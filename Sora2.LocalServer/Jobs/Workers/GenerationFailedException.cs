using Sora2.LocalServer.Jobs.Faults;

namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>The worker could not make the shot and says why.</summary>
/// <param name="code">One of <see cref="JobErrorCodes"/>.</param>
internal sealed class GenerationFailedException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}
