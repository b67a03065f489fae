namespace Sora2.LocalServer.Dashboard.Access;

/// <summary>What a browser is told about every answer: nothing from elsewhere, no script inside pages, in nobody's frame.</summary>
internal static class SecurityHeaders
{
    public static void Set(IHeaderDictionary headers, int port)
    {
        headers.ContentSecurityPolicy =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self' blob:; "
            + $"connect-src 'self' ws://127.0.0.1:{port}; font-src 'self'; manifest-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
        headers.CacheControl = "no-store";
    }
}
