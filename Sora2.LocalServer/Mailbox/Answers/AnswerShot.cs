namespace Sora2.LocalServer.Mailbox.Answers;

/// <summary>One published shot and where its files lie.</summary>
internal sealed record AnswerShot(
    string Name, string Folder, string Picture, string? Mix, IReadOnlyDictionary<string, string> Stems, string Recipe, string Poster);
