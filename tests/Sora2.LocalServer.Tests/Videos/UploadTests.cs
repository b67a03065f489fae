using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Xunit;

namespace Sora2.LocalServer.Tests.Videos;

/// <summary>Files that are too large, cut off, or not what they say.</summary>
public sealed class UploadTests(VideosServer server) : IClassFixture<VideosServer>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/v1/videos")]
    [InlineData("/v1/videos/edits")]
    [InlineData("/v1/videos/characters")]
    [InlineData("/v1/files")]
    [InlineData("/v1/webhook_endpoints")]
    public async Task TwoGigabytes_AreRefusedBeforeTheyAreSent(string path)
    {
        // Only the head is sent: whoever waited for the body would never answer.
        var answer = await TalkAsync($"POST {path} HTTP/1.1\r\n{Head}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: {2L << 30}\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 413", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"too_large\"", answer, StringComparison.Ordinal);
        AssertNothingIsLeft();
    }

    [Fact]
    public async Task UploadThatIsCutOff_LeavesNothing()
    {
        using (var socket = await ConnectAsync())
        {
            await socket.Client.SendAsync(
                Encoding.ASCII.GetBytes(
                    $"POST /v1/videos HTTP/1.1\r\n{Head}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"input_reference\"; filename=\"a.png\"\r\n\r\n"),
                Stop);
            await socket.Client.SendAsync(Png(100, 100), Stop);
        }

        // The server is not hurt, and the next call is answered.
        Assert.NotEqual("", VideosServer.IdOf(await server.CreateAsync()));
        var watch = Stopwatch.StartNew();
        while (Directory.EnumerateFileSystemEntries(server.Paths.Uploads).Any() && watch.Elapsed < TimeSpan.FromSeconds(20))
        {
            await server.GetAsync("/v1/models");
        }

        AssertNothingIsLeft();
    }

    [Fact]
    public async Task PictureThatIsTooWide_IsRefusedByItsHeader()
    {
        using var form = new MultipartFormDataContent { { new StringContent("a ball"), "prompt" }, { new ByteArrayContent(Png(60_000, 8)), "input_reference", "wide.png" } };
        using var answer = await server.Client.PostAsync("/v1/videos", form, Stop);

        Assert.Equal((HttpStatusCode.BadRequest, "invalid_media"), (answer.StatusCode, (await VideosServer.ErrorAsync(answer)).Code));
        AssertNothingIsLeft();
    }

    [Theory]
    [InlineData("input_reference", "this is no picture", "file")]
    [InlineData("video", "#EXTM3U\n/etc/passwd", "file")]
    [InlineData("surprise", "this is no picture", "file")]
    public async Task FileOfAnotherKind_IsRefused(string name, string content, string param)
    {
        using var form = new MultipartFormDataContent { { new StringContent("a ball"), "prompt" }, { new StringContent(content), name, "../../a.png" } };
        using var answer = await server.Client.PostAsync("/v1/videos/edits", form, Stop);

        Assert.Equal((HttpStatusCode.BadRequest, param), (answer.StatusCode, (await VideosServer.ErrorAsync(answer)).Param));
        AssertNothingIsLeft();
    }

    private string Head => $"Host: {server.Client.BaseAddress!.Authority}\r\nAuthorization: Bearer {server.Token}\r\n";

    // Eight bytes of signature and a header: enough to be known by, too little to be decoded.
    private static byte[] Png(int width, int height)
    {
        var bytes = new byte[4096];
        ((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R']).CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(20), height);
        return bytes;
    }

    private async Task<TcpClient> ConnectAsync()
    {
        var socket = new TcpClient();
        await socket.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, Stop);
        return socket;
    }

    private async Task<string> TalkAsync(string call)
    {
        using var socket = await ConnectAsync();
        await socket.Client.SendAsync(Encoding.ASCII.GetBytes(call), Stop);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        int count;
        while (!answer.ToString().Contains("too_large", StringComparison.Ordinal) && (count = await socket.Client.ReceiveAsync(buffer, Stop)) > 0)
        {
            answer.Append(Encoding.ASCII.GetString(buffer, 0, count));
        }

        return answer.ToString();
    }

    private void AssertNothingIsLeft() => Assert.Empty(Directory.EnumerateFileSystemEntries(server.Paths.Uploads));
}
