using Google.Protobuf;
using Grpc.Core;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Sessions.Wishes;

/// <summary>Sends files to the server in pieces. The same file sent twice is one, so a broken line costs only time.</summary>
internal sealed class MediaSender(Media.MediaClient media)
{
    private const int PieceBytes = 256 << 10;

    /// <param name="field">Named when the file cannot be read.</param>
    /// <returns>The media id.</returns>
    /// <exception cref="RefusedWishException">The file cannot be read, or is no media.</exception>
    /// <exception cref="RpcException">The server has no room for it, or the line broke.</exception>
    public async Task<string> SendAsync(string field, string path, CancellationToken cancellationToken)
    {
        await using var file = Open(field, path);
        using var call = media.Upload(cancellationToken: cancellationToken);
        try
        {
            var buffer = new byte[PieceBytes];
            int count;
            while ((count = await file.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await call.RequestStream.WriteAsync(new UploadRequest { Data = ByteString.CopyFrom(buffer, 0, count) }, cancellationToken);
            }

            await call.RequestStream.CompleteAsync();
        }
        catch (Exception error) when (error is RpcException or InvalidOperationException)
        {
            // Refused in the middle: the answer below says why.
        }

        try
        {
            return (await call.ResponseAsync).MediaId;
        }
        catch (RpcException error) when (error.StatusCode == StatusCode.InvalidArgument)
        {
            throw new RefusedWishException($"{field}: {path}: {ServerFault.Words(error)}");
        }
    }

    private static FileStream Open(string field, string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, PieceBytes, useAsync: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedWishException($"{field}: got {path}; allowed: a file that can be read ({error.Message.TrimEnd('.')}).");
        }
    }
}
