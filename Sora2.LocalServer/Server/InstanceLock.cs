using System.Globalization;

namespace Sora2.LocalServer.Server;

/// <summary>
/// One server a home. The operating system frees the lock when its holder dies, however it dies, so a lock that can be taken
/// proves that everything else in the run folder is left over.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <exception cref="SecondServerException">Another server holds it.</exception>
    public static InstanceLock Take(ServerPaths paths)
    {
        var path = Path.Combine(paths.Runtime, "server.lock");
        FileStream file;
        try
        {
            file = new FileStream(path, PrivateFile.Options(FileMode.OpenOrCreate, FileShare.None));
        }
        catch (IOException) when (File.Exists(path))
        {
            throw new SecondServerException(paths);
        }

        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
        return new InstanceLock(file);
    }

    public void Dispose() => _file.Dispose();
}
