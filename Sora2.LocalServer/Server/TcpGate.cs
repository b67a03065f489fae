namespace Sora2.LocalServer.Server;

/// <summary>
/// Guards the TCP door. Any web page can make a browser call 127.0.0.1, under any host name that resolves to it, so a call
/// needs the exact host and port, no Origin, a method that pages cannot send by a link or an image, and the token.
/// </summary>
internal sealed class TcpGate(RequestDelegate next, AccessToken token)
{
    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<PrivateDoor>() is not null)
        {
            return next(context);
        }

        var refusal = Refusal(context);
        if (refusal is null)
        {
            return next(context);
        }

        context.Response.StatusCode = refusal.Value;
        return Task.CompletedTask;
    }

    private int? Refusal(HttpContext context)
    {
        var request = context.Request;
        if (request.Host.Value != $"127.0.0.1:{context.Connection.LocalPort}")
        {
            return StatusCodes.Status421MisdirectedRequest;
        }

        if (request.Headers.ContainsKey("Origin"))
        {
            return StatusCodes.Status403Forbidden;
        }

        if (!HttpMethods.IsPost(request.Method))
        {
            return StatusCodes.Status405MethodNotAllowed;
        }

        return token.Admits(request.Headers.Authorization) ? null : StatusCodes.Status401Unauthorized;
    }
}
