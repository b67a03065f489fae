using System.Text;
using Sora2.LocalServer.Dashboard.Assets;

namespace Sora2.LocalServer.Dashboard.Access;

/// <summary>The way from a one-time link to a cookie, and out again. Reading the link's page changes nothing: its script posts the code.</summary>
internal static class SessionEndpoints
{
    private const string OpenPath = "/open";
    private const string SessionPath = "/session";
    private const int LongestCode = 128;

    public static bool IsWayIn(PathString path) => path == OpenPath || path == SessionPath;

    /// <summary>Cookies do not know ports, and two homes may each have a server.</summary>
    public static string CookieName(int port) => $"sora2-{port}";

    public static void MapSession(this IEndpointRouteBuilder routes)
    {
        routes.MapGet(OpenPath, static context => AssetEndpoints.SendAsync(context, "open.html"));
        routes.MapPost(SessionPath, BeginAsync);
        routes.MapPost($"{SessionPath}/end", static context =>
        {
            context.Response.Cookies.Delete(CookieName(context.Connection.LocalPort), Options(null));
            context.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        });
    }

    private static async Task BeginAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var buffer = new byte[LongestCode + 1];
        var count = await context.Request.Body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, context.RequestAborted);
        if (count > LongestCode || !services.GetRequiredService<DashboardLinks>().Redeem(Encoding.ASCII.GetString(buffer, 0, count)))
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
            return;
        }

        context.Response.Cookies.Append(
            CookieName(context.Connection.LocalPort), services.GetRequiredService<SessionSeal>().Issue(), Options(SessionSeal.Life));
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    private static CookieOptions Options(TimeSpan? life) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        Path = DashboardDoor.Prefix,
        MaxAge = life,
        IsEssential = true,
    };
}
