using System.Runtime.Versioning;
using Sora2.LocalServer.Mailbox;
using Sora2.LocalServer.Mailbox.Letters;
using Sora2.LocalServer.Tests.Media;
using Xunit;

namespace Sora2.LocalServer.Tests.Mailbox;

[UnsupportedOSPlatform("windows")]
public sealed class MailboxFolderTests : IDisposable
{
    private readonly TestFolder _home = new();
    private readonly MailboxFolder _folder;

    public MailboxFolderTests() => _folder = new MailboxFolder(new ServerPaths(_home.Path, _home.Path));

    [Fact]
    public void Prepare_TakesNoLinkForAFolder()
    {
        Directory.CreateDirectory(_home["elsewhere"]);
        Directory.CreateDirectory(_home["mailbox"]);
        Directory.CreateSymbolicLink(_folder.In, _home["elsewhere"]);

        Assert.Throws<RefusedFileException>(() => _folder.Prepare(DateTimeOffset.UtcNow));
    }

    [Fact]
    public void Prepare_ShutsAFolderThatWasOpen()
    {
        Directory.CreateDirectory(_folder.In, (UnixFileMode)0b111_111_111);

        _folder.Prepare(DateTimeOffset.UtcNow);

        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(_folder.In) & (UnixFileMode)0b000_111_111);
    }

    [Fact]
    public void Prepare_RemovesWhatDeadEndsHaveHalfWritten()
    {
        _folder.Prepare(DateTimeOffset.UtcNow);
        string[] drafts = [Path.Combine(_folder.Out, "own.json.part"), Path.Combine(_folder.In, "old.part"), Path.Combine(_folder.In, "new.part")];
        Array.ForEach(drafts, static draft => File.WriteAllText(draft, "{"));
        File.SetLastWriteTimeUtc(drafts[1], DateTime.UtcNow.AddHours(-2));

        _folder.Prepare(DateTimeOffset.UtcNow);

        Assert.Equal([false, false, true], drafts.Select(File.Exists));
    }

    public void Dispose() => _home.Dispose();
}
