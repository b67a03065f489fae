using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Sora2.LocalServer.Server;

/// <summary>
/// One server a home. The operating system frees the lock when its holder dies, however it dies, so a lock that can be taken
/// proves that everything else in the run folder is left over.
/// </summary>
internal sealed class InstanceLock : IDisposable
{
    // A server that is killed while it starts a child leaves the lock with that child until the child has become another program:
    // a moment, and longer on a busy machine.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);

    private readonly FileStream _file;

    private InstanceLock(FileStream file) => _file = file;

    /// <exception cref="SecondServerException">Another server holds it.</exception>
    public static InstanceLock Take(ServerPaths paths)
    {
        var path = Path.Combine(paths.Runtime, "server.lock");
        var began = Stopwatch.GetTimestamp();
        FileStream? file;
        while (!TryOpen(path, out file))
        {
            if (Stopwatch.GetElapsedTime(began) > s_patience)
            {
                throw new SecondServerException(paths);
            }

            Thread.Sleep(s_pause);
        }

        file.SetLength(0);
        file.Write(System.Text.Encoding.ASCII.GetBytes(Environment.ProcessId.ToString(CultureInfo.InvariantCulture)));
        file.Flush();
        return new InstanceLock(file);
    }

    public void Dispose() => _file.Dispose();

    private static bool TryOpen(string path, [NotNullWhen(true)] out FileStream? file)
    {
        try
        {
            file = new FileStream(path, PrivateFile.Options(FileMode.OpenOrCreate, FileShare.None));
            return true;
        }
        catch (IOException) when (File.Exists(path))
        {
            file = null;
            return false;
        }
    }
}
