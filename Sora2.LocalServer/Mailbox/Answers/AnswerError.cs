namespace Sora2.LocalServer.Mailbox.Answers;

/// <summary>Why there is no shot; the last three fields for a refusal alone.</summary>
internal sealed record AnswerError(string Code, string Message, string? Field = null, string? Given = null, string? Allowed = null);
