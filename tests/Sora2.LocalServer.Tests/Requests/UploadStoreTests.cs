using Sora2.LocalServer.Media;
using Sora2.LocalServer.Requests;
using Xunit;

namespace Sora2.LocalServer.Tests.Requests;

public sealed class UploadStoreTests : IDisposable
{
    private static readonly byte[] s_png = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. new byte[100]];

    private readonly string _folder = Directory.CreateTempSubdirectory("sora2-uploads-").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_SameContentTwice_IsOneFile()
    {
        var store = Open();

        var first = await store.AddAsync(new MemoryStream(s_png), Stop);
        var second = await store.AddAsync(new MemoryStream(s_png), Stop);

        Assert.Equal(first, second);
        Assert.Equal(s_png, await File.ReadAllBytesAsync(store.PathOf(first), Stop));
        Assert.Single(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("ffconcat version 1.0\nfile /etc/passwd\n")]
    [InlineData("#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>")]
    [InlineData("")]
    public async Task Add_NoMedia_IsRefusedAndLeavesNothing(string content)
    {
        var store = Open();

        var error = await Assert.ThrowsAsync<InvalidRequestException>(
            () => store.AddAsync(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(content)), Stop));

        Assert.Equal("media", error.Field);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public async Task Add_TooLong_IsRefusedAndLeavesNothing()
    {
        var store = Open(limitBytes: 100);

        await Assert.ThrowsAsync<InvalidRequestException>(() => store.AddAsync(new MemoryStream(s_png), Stop));

        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Theory]
    [InlineData("../../../etc/passwd")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public void PathOf_NoUpload_IsRefused(string id) =>
        Assert.Equal("media_id", Assert.Throws<InvalidRequestException>(() => Open().PathOf(id)).Field);

    private UploadStore Open(long limitBytes = UploadStore.DefaultLimitBytes) =>
        new(_folder, head => MediaSniffer.Sniff(head.Span) != MediaKind.Unknown, limitBytes);

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
