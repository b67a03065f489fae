using Google.Protobuf;
using Grpc.Core;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Cli.Generate;

/// <summary>Sends files to the server in pieces.</summary>
internal static class MediaUploader
{
    private const int PieceBytes = 256 << 10;

    /// <returns>The media id.</returns>
    /// <param name="option">Named when the file cannot be read.</param>
    /// <exception cref="CliException">The file cannot be read.</exception>
    public static async Task<string> UploadAsync(
        Media.MediaClient media, string option, string path, CancellationToken cancellationToken)
    {
        await using var file = Open(option, path);
        using var call = media.Upload(cancellationToken: cancellationToken);
        try
        {
            var buffer = new byte[PieceBytes];
            int count;
            while ((count = await file.ReadAsync(buffer, cancellationToken)) > 0)
            {
                await call.RequestStream.WriteAsync(
                    new UploadRequest { Data = ByteString.CopyFrom(buffer, 0, count) }, cancellationToken);
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
            var refusal = Faults.Translate(error);
            throw new CliException(ExitCode.InvalidInput, refusal.Code, $"{option}: {path}: {refusal.Message}")
            {
                Field = option,
                Given = refusal.Given,
                Allowed = refusal.Allowed,
            };
        }
    }

    private static FileStream Open(string option, string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, PieceBytes, useAsync: true);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliException.Invalid(option, path, $"a file that can be read ({error.Message.TrimEnd('.')})");
        }
    }
}
