namespace Sora2.LocalServer;

/// <summary>Why the disk refused.</summary>
public enum StorageProblem
{
    DiskFull,
    NotWritable,
}
