using System.Globalization;
using Microsoft.AspNetCore.Http.Features;

namespace Sora2.LocalServer.Videos.Wire;

/// <summary>Errors as clients of this API read them: {"error": {message, type, param, code}}.</summary>
internal static class ErrorEnvelope
{
    private const int RetryMilliseconds = 2000;

    /// <summary>Writes the envelope, and whether trying again can help: clients obey x-should-retry before the status.</summary>
    public static Task WriteAsync(HttpContext context, int status, string message, string? param, string? code)
    {
        var response = context.Response;
        response.StatusCode = status;
        var mayRetry = status is StatusCodes.Status429TooManyRequests or StatusCodes.Status503ServiceUnavailable;
        response.Headers["x-should-retry"] = mayRetry ? "true" : "false";
        if (mayRetry)
        {
            response.Headers["retry-after-ms"] = RetryMilliseconds.ToString(CultureInfo.InvariantCulture);
            response.Headers.RetryAfter = (RetryMilliseconds / 1000).ToString(CultureInfo.InvariantCulture);
        }

        // What is left of a body that was refused is not worth reading.
        if (status == StatusCodes.Status413PayloadTooLarge && context.Features.Get<IHttpResponseFeature>() is not null)
        {
            response.Headers.Connection = HttpProtocol.IsHttp11(context.Request.Protocol) ? "close" : default;
        }

        return WireJson.WriteAsync(context, new { error = new { message, type = TypeOf(status), param, code } }, status);
    }

    /// <summary>A refusal of the gate, whose status is set.</summary>
    public static Task WriteRefusalAsync(HttpContext context) => context.Response.StatusCode switch
    {
        StatusCodes.Status401Unauthorized => WriteAsync(
            context, StatusCodes.Status401Unauthorized, "Incorrect API key provided: send this server's token as \"Authorization: Bearer\"; \"sora2 endpoint\" shows it.", null, "invalid_api_key"),
        StatusCodes.Status403Forbidden => WriteAsync(context, StatusCodes.Status403Forbidden, "Calls from web pages are refused.", null, "origin"),
        StatusCodes.Status421MisdirectedRequest => WriteAsync(
            context, StatusCodes.Status421MisdirectedRequest, "This server answers under 127.0.0.1 and its port only.", null, "host"),
        var status => WriteAsync(context, status, $"{context.Request.Method} is not answered here.", null, "method_not_allowed"),
    };

    private static string TypeOf(int status) => status switch
    {
        StatusCodes.Status403Forbidden => "permission_error",
        StatusCodes.Status429TooManyRequests => "rate_limit_error",
        >= 500 => "server_error",
        _ => "invalid_request_error",
    };
}
