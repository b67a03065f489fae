using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Model;

namespace Sora2.LocalServer.Jobs.Workers;

/// <summary>One line from the worker to its server.</summary>
/// <param name="Progress">Set for <see cref="WorkerReplyKind.Progress"/>.</param>
/// <param name="Code">Set for <see cref="WorkerReplyKind.Failed"/>: one of <see cref="JobErrorCodes"/>.</param>
internal sealed record WorkerReply(
    WorkerReplyKind Kind, GenerationProgress? Progress = null, string? Code = null, string? Message = null);

/// <summary>What a reply says. All but the first end a request.</summary>
internal enum WorkerReplyKind
{
    Progress,
    Done,
    Cancelled,
    Failed,
}
