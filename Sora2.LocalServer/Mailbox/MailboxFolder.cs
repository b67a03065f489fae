using System.Runtime.Versioning;
using Sora2.LocalServer.Mailbox.Letters;

namespace Sora2.LocalServer.Mailbox;

/// <summary>The folder on the disk: what comes in, what goes out, each file whole or not there.</summary>
internal sealed class MailboxFolder(ServerPaths paths)
{
    public const int LetterLimitBytes = 256 << 10;
    private const long AnswerLimitBytes = 1 << 20;
    private const string Draft = ".part";
    private const UnixFileMode OwnFolder = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    private static readonly TimeSpan s_draftLife = TimeSpan.FromHours(1);

    public string In { get; } = Path.Combine(paths.Mailbox, "in");

    public string Out { get; } = Path.Combine(paths.Mailbox, "out");

    public string Settings { get; } = Path.Combine(paths.Mailbox, "settings.json");

    /// <summary>Makes what is missing, private to this user, and removes what a dead end has half written.</summary>
    /// <exception cref="RefusedFileException">One of the folders is a link or somebody else's.</exception>
    [UnsupportedOSPlatform("windows")]
    public void Prepare(DateTimeOffset now)
    {
        foreach (var folder in (string[])[paths.Mailbox, In, Out])
        {
            Directory.CreateDirectory(folder, OwnFolder);
            if (new DirectoryInfo(folder).LinkTarget is not null || (GuardedFile.OwnerOf(folder) ?? GuardedFile.Self) != GuardedFile.Self)
            {
                throw new RefusedFileException($"{folder}, which is a link or belongs to another user", "a folder of this user");
            }

            File.SetUnixFileMode(folder, OwnFolder);
        }

        RemoveDrafts(Out, DateTime.MaxValue);
        RemoveDrafts(In, now.UtcDateTime - s_draftLife);
    }

    /// <summary>Names of the letters that lie there, oldest first.</summary>
    public IReadOnlyList<string> Letters() =>
    [
        .. new DirectoryInfo(In).EnumerateFileSystemInfos("*.json")
            .OrderBy(static file => file.LastWriteTimeUtc)
            .Select(static file => Path.GetFileNameWithoutExtension(file.Name))
            .Where(LetterText.IsName),
    ];

    /// <exception cref="FileNotFoundException">The client has taken it back.</exception>
    /// <exception cref="RefusedFileException">It is no plain file of ours.</exception>
    public byte[] ReadLetter(string name)
    {
        using var file = GuardedFile.Open(LetterPath(name), LetterLimitBytes, owned: true);
        return ReadAll(file, LetterLimitBytes);
    }

    /// <summary>Removes a letter, or the link or FIFO in its place; a folder stays.</summary>
    public void RemoveLetter(string name)
    {
        if (!Directory.Exists(LetterPath(name)) || new FileInfo(LetterPath(name)).LinkTarget is not null)
        {
            File.Delete(LetterPath(name));
        }
    }

    /// <summary>Puts an outgoing file in place, on the disk when this returns.</summary>
    /// <returns>Its path.</returns>
    public string WriteOut(string file, ReadOnlySpan<byte> content)
    {
        var path = Path.Combine(Out, file);
        var draft = path + Draft;
        File.Delete(draft);
        var options = Server.PrivateFile.Options(FileMode.CreateNew, FileShare.None);
        using (var stream = new FileStream(draft, options))
        {
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }

        File.Move(draft, path, overwrite: true);
        DurableFiles.SyncFolder(Out);
        return path;
    }

    public void RemoveOut(string file) => File.Delete(Path.Combine(Out, file));

    /// <summary>What this server wrote before, by letter.</summary>
    public IEnumerable<(string Name, byte[] Content)> Answers()
    {
        foreach (var path in Directory.EnumerateFiles(Out, "*.json"))
        {
            var name = Path.GetFileNameWithoutExtension(path);
            if (LetterText.IsName(name))
            {
                using var file = GuardedFile.Open(path, AnswerLimitBytes, owned: true);
                yield return (name, ReadAll(file, AnswerLimitBytes));
            }
        }
    }

    private string LetterPath(string name) => Path.Combine(In, name + ".json");

    // The length may have grown since it was looked at.
    private static byte[] ReadAll(FileStream file, long limitBytes)
    {
        using var content = new MemoryStream();
        var buffer = new byte[16 << 10];
        for (var count = file.Read(buffer); count > 0; count = file.Read(buffer))
        {
            content.Write(buffer, 0, count);
            if (content.Length > limitBytes)
            {
                throw new RefusedFileException("a file that grows", $"at most {limitBytes} bytes");
            }
        }

        return content.ToArray();
    }

    private static void RemoveDrafts(string folder, DateTime before)
    {
        foreach (var draft in new DirectoryInfo(folder).EnumerateFiles("*" + Draft).Where(file => file.LastWriteTimeUtc < before))
        {
            draft.Delete();
        }
    }
}
