using Sora2.LocalServer.Planning;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Server;

/// <summary>Stands where no model family is built in: every request is refused.</summary>
internal sealed class NoPlanner : IPlanner
{
    public GenerationPlan Plan(GenerationRequest request, int variant) =>
        throw new InvalidRequestException("pack", $"\"{request.Pack}\"", "nothing; this build holds no model family");
}
