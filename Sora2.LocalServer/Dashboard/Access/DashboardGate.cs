using Microsoft.Net.Http.Headers;
using Sora2.LocalServer.Dashboard.Assets;

namespace Sora2.LocalServer.Dashboard.Access;

/// <summary>
/// Guards the dashboard. Its calls come from a browser, which every web page can make call 127.0.0.1 under any name: so the
/// exact host and port, no other page's origin, and a cookie that only a one-time link gives.
/// </summary>
internal sealed class DashboardGate(RequestDelegate next, SessionSeal seal)
{
    public Task InvokeAsync(HttpContext context)
    {
        var (request, port) = (context.Request, context.Connection.LocalPort);
        SecurityHeaders.Set(context.Response.Headers, port);
        if (request.Host.Value != $"127.0.0.1:{port}")
        {
            return Refuse(context, StatusCodes.Status421MisdirectedRequest);
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method) && !HttpMethods.IsPost(request.Method))
        {
            return Refuse(context, StatusCodes.Status405MethodNotAllowed);
        }

        if (!IsOurOwn(request, $"http://127.0.0.1:{port}"))
        {
            return Refuse(context, StatusCodes.Status403Forbidden);
        }

        if (AssetEndpoints.IsOpenToAll(request.Path) || SessionEndpoints.IsWayIn(request.Path) || seal.Admits(request.Cookies[SessionEndpoints.CookieName(port)]))
        {
            return next(context);
        }

        context.Response.StatusCode = StatusCodes.Status401Unauthorized;
        return HttpMethods.IsGet(request.Method) && IsNavigation(request) ? AssetEndpoints.SendAsync(context, "locked.html") : Task.CompletedTask;
    }

    // Browsers say with every POST and every WebSocket whose page calls, and newer ones with everything. A page on another port of
    // 127.0.0.1 counts as the same site, so its calls carry our cookie.
    private static bool IsOurOwn(HttpRequest request, string origin)
    {
        var given = request.Headers.Origin;
        var mustTell = HttpMethods.IsPost(request.Method) || request.Headers.ContainsKey(HeaderNames.Upgrade);
        if (given.Count > 1 || (given.Count == 0 ? mustTell : given[0] != origin))
        {
            return false;
        }

        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none"
            || (HttpMethods.IsGet(request.Method) && IsNavigation(request));
    }

    private static bool IsNavigation(HttpRequest request) =>
        request.Headers["Sec-Fetch-Dest"].ToString() is "" or "document" && request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal);

    private static Task Refuse(HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
