namespace Sora2.LocalServer.Planning;

/// <summary>How long a prompt is for one pack.</summary>
/// <param name="Pieces">Text pieces that the pack's tokenizer makes of it.</param>
/// <param name="Read">The most that the pack reads; what follows them is not seen.</param>
public readonly record struct PromptLength(int Pieces, int Read);
