using Sora2.PluginHost.Tests.Cli.Gallery;

namespace Sora2.PluginHost.Tests.Cli.Dashboard;

/// <summary>Pages to be looked at: tests/output is not kept in the repository.</summary>
internal static class DashboardPictures
{
    public static async Task KeepAsync(Browser browser, string name, CancellationToken cancellationToken)
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Sora2Plugin.sln")))
        {
            folder = Path.GetDirectoryName(folder)!;
        }

        var output = Directory.CreateDirectory(Path.Combine(folder, "tests", "output", "dashboard")).FullName;
        await File.WriteAllBytesAsync(Path.Combine(output, $"{name}.png"), await browser.PictureAsync(1280, 720, cancellationToken), cancellationToken);
    }
}
