using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning;

/// <summary>Turns a request into what will run. Pure computation: no model is loaded.</summary>
public interface IPlanner
{
    /// <param name="variant">0 to <see cref="GenerationRequest.Variants"/> - 1; its seed is the request's plus this.</param>
    /// <exception cref="InvalidRequestException">The pack cannot do what the request asks.</exception>
    GenerationPlan Plan(GenerationRequest request, int variant);
}
