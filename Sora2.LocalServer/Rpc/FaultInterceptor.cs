using Google.Protobuf;
using Grpc.Core;
using Grpc.Core.Interceptors;
using Sora2.Contracts;
using Sora2.Contracts.V1;
using Sora2.LocalServer.Editors.Delivery;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Model.Installation;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Rpc;

/// <summary>The one place where exceptions become statuses.</summary>
internal sealed class FaultInterceptor(ILogger<FaultInterceptor> logger) : Interceptor
{
    public override Task<TResponse> UnaryServerHandler<TRequest, TResponse>(
        TRequest request, ServerCallContext context, UnaryServerMethod<TRequest, TResponse> continuation) =>
        TranslateAsync(context, () => continuation(request, context));

    public override Task<TResponse> ClientStreamingServerHandler<TRequest, TResponse>(
        IAsyncStreamReader<TRequest> requestStream, ServerCallContext context, ClientStreamingServerMethod<TRequest, TResponse> continuation) =>
        TranslateAsync(context, () => continuation(requestStream, context));

    public override Task ServerStreamingServerHandler<TRequest, TResponse>(
        TRequest request, IServerStreamWriter<TResponse> responseStream, ServerCallContext context, ServerStreamingServerMethod<TRequest, TResponse> continuation) =>
        TranslateAsync(context, async () =>
        {
            await continuation(request, responseStream, context);
            return true;
        });

    private async Task<T> TranslateAsync<T>(ServerCallContext context, Func<Task<T>> call)
    {
        try
        {
            return await call();
        }
        catch (RpcException)
        {
            throw;
        }
        catch (Exception error)
        {
            throw Translate(error, context);
        }
    }

    private RpcException Translate(Exception error, ServerCallContext context)
    {
        var (status, fault) = Classify(error);
        var message = error.Message;
        if (status == StatusCode.Internal)
        {
            logger.CallFailed(context.Method, error);
            message = "The server met a fault of its own; its log says more.";
        }

        return new RpcException(
            new Status(status, message), new Metadata { { ContractVersion.FaultTrailer, fault.ToByteArray() } });
    }

    /// <summary>What a fault is called on every door, and whose it is.</summary>
    internal static (StatusCode Status, Fault Fault) Classify(Exception error) => error switch
    {
        InvalidRequestException invalid => (
            StatusCode.InvalidArgument,
            new Fault { Code = "invalid_request", Field = invalid.Field, Given = invalid.Given, Allowed = invalid.Allowed }),
        InvalidMediaException media => (
            StatusCode.InvalidArgument,
            new Fault { Code = "invalid_media", Field = "media", Given = media.Given, Allowed = media.Allowed }),
        PackException pack => (
            StatusCode.FailedPrecondition,
            new Fault { Code = "pack", Field = "pack", Given = pack.Pack, Allowed = $"{pack.Problem} {pack.Remedy}" }),
        LicenceException licence => (
            StatusCode.FailedPrecondition,
            new Fault { Code = "licence", Field = "accepted_licence", Given = licence.Licence, Allowed = "the hash of the licence's text, once it was read" }),
        ClientKeyConflictException conflict => (
            StatusCode.AlreadyExists,
            new Fault { Code = "client_key_taken", Field = "client_key", Given = conflict.ClientKey, Allowed = "a new key for a new request" }),
        ClientKeyNotFoundException => (StatusCode.NotFound, new Fault { Code = "job_not_found", Field = "client_key" }),
        JobNotFoundException => (StatusCode.NotFound, new Fault { Code = "job_not_found", Field = "job_id" }),
        ShotNotFoundException => (StatusCode.NotFound, new Fault { Code = "shot_not_found", Field = "name" }),
        JobStateException => (StatusCode.FailedPrecondition, new Fault { Code = "job_state", Field = "job_id" }),
        QueueFullException => (StatusCode.ResourceExhausted, new Fault { Code = "queue_full" }),
        StorageException { Problem: StorageProblem.DiskFull } => (StatusCode.ResourceExhausted, new Fault { Code = "disk_full" }),
        StorageException => (StatusCode.FailedPrecondition, new Fault { Code = "not_writable" }),
        DeliveryException { Problem: DeliveryProblem.AlreadyThere } there => (
            StatusCode.AlreadyExists, new Fault { Code = "already_there", Field = "folder", Given = there.Path, Allowed = "a folder that has no such delivery yet" }),
        DeliveryException { Problem: DeliveryProblem.DiskFull } => (StatusCode.ResourceExhausted, new Fault { Code = "disk_full" }),
        DeliveryException => (StatusCode.FailedPrecondition, new Fault { Code = "not_writable" }),
        SpeechException => (StatusCode.FailedPrecondition, new Fault { Code = "speech_missing" }),
        FfmpegMissingException => (StatusCode.FailedPrecondition, new Fault { Code = "ffmpeg_missing" }),
        OperationCanceledException => (StatusCode.Cancelled, new Fault { Code = "cancelled" }),
        _ => (StatusCode.Internal, new Fault { Code = "internal" }),
    };
}
