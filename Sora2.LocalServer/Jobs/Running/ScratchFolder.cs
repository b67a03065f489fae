namespace Sora2.LocalServer.Jobs.Running;

/// <summary>Room for one run of one variant, removed with all that lies in it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    public ScratchFolder(string root, JobId id, int variant)
    {
        Folder = Path.Combine(root, $"{id}.{variant}.{Guid.NewGuid():n}");
        Directory.CreateDirectory(Folder);
    }

    public string Folder { get; }

    public string Reel => Path.Combine(Folder, "reel");

    public void Dispose() => DurableFiles.RemoveFolder(Folder);
}
