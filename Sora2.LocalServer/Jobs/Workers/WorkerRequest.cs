using Sora2.LocalServer.Planning;

namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>One line from the server to its worker. The end of the stream ends the worker.</summary>
/// <param name="Plan">What to make; null cancels what is being made.</param>
/// <param name="Reel">Where; no file is there yet.</param>
internal sealed record WorkerRequest(GenerationPlan? Plan, string? Reel);
