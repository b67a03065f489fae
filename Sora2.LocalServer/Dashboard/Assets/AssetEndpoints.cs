using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Sora2.LocalServer.Dashboard.Assets;

/// <summary>Styles, scripts and plain pages, out of the program itself. They hold nothing of the user's.</summary>
internal static class AssetEndpoints
{
    private const string Folder = "/assets";
    private const string BlazorScript = "/_framework/blazor.web.js";

    private static readonly ConcurrentDictionary<string, (byte[] Bytes, string Tag)?> s_read = new(StringComparer.Ordinal);

    public static bool IsOpenToAll(PathString path) => path.StartsWithSegments(Folder) || path == BlazorScript;

    public static void MapAssets(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods(Folder + "/{name}", [HttpMethods.Get, HttpMethods.Head], static context => SendAsync(context, (string)context.GetRouteValue("name")!));
        routes.MapMethods(BlazorScript, [HttpMethods.Get, HttpMethods.Head], static context => SendAsync(context, "blazor.web.js"));
    }

    /// <summary>The file of this name, or 404.</summary>
    public static Task SendAsync(HttpContext context, string name)
    {
        if (s_read.GetOrAdd(name, Read) is not var (bytes, tag))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        // Asked for anew each time, answered with "not modified": another version of the program has other files.
        var response = context.Response;
        var (isPage, status) = (name.EndsWith(".html", StringComparison.Ordinal), response.StatusCode);
        if (!isPage)
        {
            response.Headers.CacheControl = "no-cache";
        }

        if (!isPage && context.Request.Headers.IfNoneMatch == tag)
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return Task.CompletedTask;
        }

        response.StatusCode = status;
        response.ContentType = TypeOf(name);
        response.ContentLength = bytes.Length;
        response.Headers[HeaderNames.ETag] = tag;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : response.Body.WriteAsync(bytes, context.RequestAborted).AsTask();
    }

    private static (byte[] Bytes, string Tag)? Read(string name)
    {
        using var file = typeof(AssetEndpoints).Assembly.GetManifestResourceStream("dashboard/" + name);
        if (file is null)
        {
            return null;
        }

        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return (bytes, $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes))[..32]}\"");
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch
    {
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        ".html" => "text/html; charset=utf-8",
        _ => "application/octet-stream",
    };
}
