namespace Sora2.LocalServer.Planning;

/// <summary>A person or thing to keep the same.</summary>
/// <param name="Slot">What stands for it in the prompt: "@1", "@2".</param>
/// <param name="MediaId">Content hash of its picture.</param>
public sealed record PlannedCast(string Slot, string MediaId);
