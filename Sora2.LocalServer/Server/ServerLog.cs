using Serilog;
using Serilog.Events;

namespace Sora2.LocalServer.Server;

/// <summary>Where log lines go: standard error for who watches, a file a day for a fortnight.</summary>
internal static class ServerLog
{
    private const long MaxFileBytes = 16 << 20;

    public static void Configure(LoggerConfiguration log, ServerPaths paths, bool console)
    {
        log.MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft.AspNetCore", LogEventLevel.Warning)
            .MinimumLevel.Override("Grpc", LogEventLevel.Warning)
            .MinimumLevel.Override("Microsoft.Hosting.Lifetime", LogEventLevel.Warning)
            .WriteTo.File(
                Path.Combine(paths.Logs, "server-.log"),
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: 14,
                fileSizeLimitBytes: MaxFileBytes,
                rollOnFileSizeLimit: true,
                formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        if (console)
        {
            // Standard output belongs to answers; everything that is said goes to standard error.
            log.WriteTo.Console(
                standardErrorFromLevel: LogEventLevel.Verbose,
                formatProvider: System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
