using Grpc.Core;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Requests;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc;

/// <summary>Takes media that requests hang on.</summary>
internal sealed class MediaService(UploadStore uploads, JobQueue jobs) : V1.Media.MediaBase
{
    public override async Task<V1.UploadResponse> Upload(IAsyncStreamReader<V1.UploadRequest> requestStream, ServerCallContext context)
    {
        await using var content = new UploadStream(requestStream);
        return new V1.UploadResponse { MediaId = await uploads.AddAsync(content, context.CancellationToken) };
    }

    public override async Task<V1.DiscardResponse> Discard(V1.DiscardRequest request, ServerCallContext context)
    {
        await jobs.DiscardUploadAsync(request.MediaId, context.CancellationToken);
        return new V1.DiscardResponse();
    }
}
