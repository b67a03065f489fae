using Grpc.Core;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Planning.Footage;
using Sora2.LocalServer.Requests;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc;

/// <summary>Takes media that requests hang on.</summary>
internal sealed class MediaService(UploadStore uploads, JobQueue jobs, ClipInspector inspect) : V1.Media.MediaBase
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

    public override async Task<V1.InspectResponse> Inspect(V1.InspectRequest request, ServerCallContext context)
    {
        var clip = await Task.Run(() => inspect(request.MediaId), context.CancellationToken);
        return new V1.InspectResponse
        {
            Seconds = clip.Seconds,
            FrameRate = new V1.FrameRate { Numerator = clip.FrameRate.Numerator, Denominator = clip.FrameRate.Denominator },
            Width = clip.Width,
            Height = clip.Height,
            HasSound = clip.HasSound,
            StartTimecode = clip.StartTimecode ?? "",
            Notes = { clip.Notes },
        };
    }
}
