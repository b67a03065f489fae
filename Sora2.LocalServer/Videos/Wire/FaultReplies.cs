using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Videos.Wire;

/// <summary>Gives every call an id, and is the one place of this door where exceptions become answers.</summary>
internal sealed class FaultReplies(RequestDelegate next, ILogger<FaultReplies> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        var id = $"req_{RandomNumberGenerator.GetHexString(32, lowercase: true)}";
        var headers = context.Response.Headers;
        headers["x-request-id"] = id;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        try
        {
            await next(context);
            if (context.GetEndpoint() is null && context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound })
            {
                throw new ApiException(StatusCodes.Status404NotFound, "There is nothing at this address.", null, "unknown_url");
            }
        }
        catch (Exception) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody is there to be answered.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            var (status, message, param, code) = Classify(error);
            if (status == StatusCodes.Status500InternalServerError)
            {
                logger.CallFailed(context.Request.Method, context.GetEndpoint()?.DisplayName ?? "", id, error);
            }

            await ErrorEnvelope.WriteAsync(context, status, message, param, code);
        }
    }

    /// <summary>Status and envelope of an exception.</summary>
    public static (int Status, string Message, string? Param, string? Code) Classify(Exception error) => error switch
    {
        ApiException api => (api.Status, api.Message, api.Param, api.Code),
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => (
            StatusCodes.Status413PayloadTooLarge, "The body is larger than this call takes.", null, "too_large"),
        BadHttpRequestException or ConnectionResetException or IOException { InnerException: SocketException } => (
            StatusCodes.Status400BadRequest, "The body ended early or is not what its headers say.", null, "invalid_body"),
        InvalidRequestException invalid => (
            StatusCodes.Status400BadRequest, invalid.Message, FieldNames.OfRequest(invalid.Field), "invalid_value"),
        InvalidMediaException media => (
            StatusCodes.Status400BadRequest, $"The file is {media.Given}; allowed: {media.Allowed}.", null, "invalid_media"),
        QueueFullException => (StatusCodes.Status429TooManyRequests, error.Message, null, "queue_full"),
        StorageException { Problem: StorageProblem.DiskFull } => (StatusCodes.Status507InsufficientStorage, error.Message, null, "disk_full"),
        StorageException => (StatusCodes.Status500InternalServerError, error.Message, null, "not_writable"),
        PackException or SpeechException or FfmpegMissingException => (
            StatusCodes.Status501NotImplemented, error.Message, null, "not_installed"),
        ShotNotFoundException or JobNotFoundException => (StatusCodes.Status404NotFound, error.Message, null, "not_found"),
        _ => (StatusCodes.Status500InternalServerError, "The server met a fault of its own; its log says more.", null, "internal"),
    };
}
