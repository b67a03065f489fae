using Grpc.Core;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Cli.Generate;

/// <summary>The files that were sent for a wish: taken back when it is refused.</summary>
internal sealed class Uploads(ServerSession session)
{
    private readonly List<string> _sent = [];

    /// <param name="option">Named when the file cannot be read or is no media.</param>
    /// <returns>The media id.</returns>
    public async Task<string> SendAsync(string option, string path, CancellationToken cancellationToken)
    {
        var id = await MediaUploader.UploadAsync(session.Media, option, path, cancellationToken);
        _sent.Add(id);
        return id;
    }

    /// <summary>What a job has taken stays.</summary>
    public async Task DiscardAsync()
    {
        try
        {
            foreach (var upload in _sent)
            {
                await session.Media.DiscardAsync(new DiscardRequest { MediaId = upload }, cancellationToken: CancellationToken.None);
            }
        }
        catch (RpcException)
        {
            // The refusal is the answer; a server that is gone removes them when it starts again.
        }
    }
}
