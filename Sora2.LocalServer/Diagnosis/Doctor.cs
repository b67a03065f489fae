using System.Globalization;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Settings;

namespace Sora2.LocalServer.Diagnosis;

/// <summary>Looks at everything a shot needs.</summary>
internal sealed class Doctor(ServerPaths paths, InstalledFfmpeg ffmpeg, PackCatalog packs, SettingsFile settings)
{
    // A 4 s shot in HD takes less than 1 GB of reel and as much again while it is staged.
    private const long ComfortableBytes = 4L << 30;

    /// <returns>In the order in which a user would mend things.</returns>
    public async Task<IReadOnlyList<Finding>> ExamineAsync(CancellationToken cancellationToken) =>
    [
        await CheckFfmpegAsync(cancellationToken),
        CheckSpeech(),
        .. await Task.Run(() => CheckPacks(cancellationToken), cancellationToken),
        CheckDisk(),
        .. await CheckDevicesAsync(cancellationToken),
    ];

    private async Task<Finding> CheckFfmpegAsync(CancellationToken cancellationToken)
    {
        try
        {
            var tools = await ffmpeg.FindAsync(cancellationToken);
            return new Finding("ffmpeg", Severity.Ok, $"{tools.Version}, {tools.FfmpegPath}");
        }
        catch (FfmpegMissingException error)
        {
            return new Finding("ffmpeg", Severity.Failed, "missing or not fit", error.Message);
        }
    }

    private static Finding CheckSpeech()
    {
        try
        {
            return new Finding("speech", Severity.Ok, FliteVoice.Find().Name);
        }
        catch (SpeechException error)
        {
            return new Finding("speech", Severity.Warning, "quoted speech will not be heard", error.Message);
        }
    }

    private IEnumerable<Finding> CheckPacks(CancellationToken cancellationToken)
    {
        var found = packs.List();
        if (!found.Any(static pack => pack.Name == PackCatalog.DefaultPack))
        {
            yield return new Finding(
                "model", Severity.Failed, $"no pack {PackCatalog.DefaultPack} in {packs.ModelsRoot}",
                "Install the pack there, or set SORA2_MODELS to the folder that holds it.");
        }

        foreach (var pack in found)
        {
            yield return CheckPack(pack, cancellationToken);
        }
    }

    // A damaged pack beside the default one stands in nobody's way.
    private Finding CheckPack(PackInfo pack, CancellationToken cancellationToken)
    {
        try
        {
            packs.Verify(pack.Name, cancellationToken);
            return new Finding("model", Severity.Ok, $"{pack.Name} {pack.Version}, every file has its hash");
        }
        catch (PackException error)
        {
            return new Finding(
                "model", pack.Name == PackCatalog.DefaultPack ? Severity.Failed : Severity.Warning, $"{pack.Name}: {error.Problem}", error.Remedy);
        }
    }

    // What a large model runs on; the embedded pack is made for the processor.
    private async Task<IEnumerable<Finding>> CheckDevicesAsync(CancellationToken cancellationToken)
    {
        var wanted = settings.Current.Device;
        var report = await DeviceSurvey.AskAsync(packs.ProviderFolder, wanted, cancellationToken);
        var problems = report.Problems.Select(problem => new Finding(
            "device", Severity.Warning, problem, $"Install what is named, or take the library out of {packs.ProviderFolder}. Until then the processor is used."));
        return
        [
            report.Chosen is { } chosen
                ? new Finding("device", Severity.Ok, report.Devices.Count > 1 ? $"{chosen}; there are {string.Join(", ", report.Devices)}" : chosen)
                : new Finding(
                    "device", Severity.Warning, $"the setting is {wanted}, which is not there: large models are refused",
                    $"sora2 settings set device=NAME, of auto, {string.Join(", ", report.Devices.DefaultIfEmpty("cpu"))}."),
            .. problems,
        ];
    }

    private Finding CheckDisk()
    {
        var free = new DriveInfo(paths.Home).AvailableFreeSpace;
        var detail = string.Create(CultureInfo.InvariantCulture, $"{free / 1e9:F1} GB free for {paths.Home}");
        return free >= ComfortableBytes
            ? new Finding("disk", Severity.Ok, detail)
            : new Finding("disk", Severity.Warning, detail, "Free some space, or set SORA2_HOME to a folder on a larger disk.");
    }
}
