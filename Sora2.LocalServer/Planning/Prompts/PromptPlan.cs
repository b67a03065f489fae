namespace Sora2.LocalServer.Planning.Prompts;

/// <summary>A request's words, sorted into what is seen, what is said and who is meant.</summary>
/// <param name="Scenes">One or more.</param>
internal sealed record PromptPlan(IReadOnlyList<PlannedScene> Scenes, IReadOnlyList<PlannedCast> Cast);
