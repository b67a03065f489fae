namespace Sora2.LocalServer.Server.Gate;

/// <summary>
/// Guards the TCP doors. Any web page can make a browser call 127.0.0.1, under any host name that resolves to it, so a call
/// needs the exact host and port, no Origin, a method that its door answers, and the token.
/// </summary>
internal sealed class TcpGate(RequestDelegate next, AccessToken token, IEnumerable<DoorRules> doors)
{
    private readonly DoorRules[] _doors = [.. doors.OrderByDescending(static door => door.Prefix.Value!.Length)];

    public Task InvokeAsync(HttpContext context)
    {
        if (context.Features.Get<PrivateDoor>() is not null)
        {
            return next(context);
        }

        var door = _doors.FirstOrDefault(door => context.Request.Path.StartsWithSegments(door.Prefix)) ?? DoorRules.PostOnly;
        var refusal = Refusal(context, door);
        if (refusal is null)
        {
            return next(context);
        }

        context.Response.StatusCode = refusal.Value;
        return door.RefuseAsync(context);
    }

    private int? Refusal(HttpContext context, DoorRules door)
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

        if (!door.Methods.Contains(request.Method, StringComparer.OrdinalIgnoreCase))
        {
            return StatusCodes.Status405MethodNotAllowed;
        }

        return door.TokenComesLater || token.Admits(request.Headers.Authorization) ? null : StatusCodes.Status401Unauthorized;
    }
}
