namespace Sora2.LocalServer.Library;

/// <summary>A shot being written: a folder that nobody sees, removed unless it is published.</summary>
public sealed class StagedShot : IDisposable
{
    internal StagedShot(ShotName name, string folder)
    {
        Name = name;
        Folder = folder;
        Directory.CreateDirectory(folder);
    }

    public ShotName Name { get; }

    /// <summary>On the library's own file system, so that publishing is one rename.</summary>
    public string Folder { get; }

    public void Dispose() => DurableFiles.RemoveFolder(Folder);
}
