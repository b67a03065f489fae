namespace Sora2.LocalServer.Editors.Delivery;

/// <summary>A timeline as it lies in an editor's folder.</summary>
/// <param name="Timeline">Its shots with the paths that they have there.</param>
/// <param name="Interchange">Absolute paths of the files with which an editor takes it in one step.</param>
public sealed record DeliveredTimeline(EditorTimeline Timeline, string Folder, IReadOnlyList<string> Interchange);
