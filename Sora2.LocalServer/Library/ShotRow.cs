namespace Sora2.LocalServer.Library;

/// <summary>What the library's table says about one variant of one job.</summary>
/// <param name="Files">Null until it is published.</param>
/// <param name="Title">Empty when it has none; title.txt in the shot's folder says the same.</param>
internal sealed record ShotRow(
    ShotName Name, string JobId, int Variant, ShotRowState State, DateTimeOffset CreatedAt, ShotFiles? Files, string Title = "");

/// <summary>Numbers are stored; never change them.</summary>
internal enum ShotRowState
{
    /// <summary>The name is taken; the shot is being made.</summary>
    Reserved = 0,
    Published = 1,

    /// <summary>Published once; the user took its folder away. The name stays taken.</summary>
    Gone = 2,
}
