using System.Diagnostics;
using System.Globalization;
using Sora2.LocalServer;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Runtime;
using Sora2.LocalServer.Model.Upscaling;

namespace Sora2.Benchmarks;

/// <summary>One frame of 1280x704 made twice as large, on this processor. There is no limit: it takes what the network takes.</summary>
internal static class Upscaling
{
    private const int Factor = 2;
    private const int Width = 1280;
    private const int Height = 704;

    public static Task MeasureAsync()
    {
        if (new PackCatalog(ServerPaths.FromEnvironment().Models).UpscalingFolder(Factor) is not { } folder)
        {
            Console.WriteLine("upscaling: not measured, ESRGAN's networks are not there (installers/upscaling/fetch)");
            return Task.CompletedTask;
        }

        var options = new RuntimeOptions();
        using var upscaler = new FrameUpscaler(folder, new ModelRuntime(options), CancellationToken.None);
        var upscaled = new ushort[3 * Width * Height * Factor * Factor];
        var started = Stopwatch.GetTimestamp();
        upscaler.Upscale(new ushort[3 * Width * Height], Height, Width, upscaled, static () => { }, CancellationToken.None);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"upscaling of {Width}x{Height} by {Factor}: {Stopwatch.GetElapsedTime(started).TotalSeconds:F1} s a frame on {options.Threads} cores"));
        return Task.CompletedTask;
    }
}
