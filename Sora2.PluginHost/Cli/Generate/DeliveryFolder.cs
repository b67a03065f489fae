using Sora2.Contracts.V1;
using Sora2.PluginHost.Delivery;

namespace Sora2.PluginHost.Cli.Generate;

/// <summary>The folder of <c>--out</c>: checked before the job is queued, filled when it is done.</summary>
internal sealed class DeliveryFolder
{
    private const string Option = "--out";
    private readonly string _folder;

    private DeliveryFolder(string folder) => _folder = folder;

    /// <summary>Makes sure that files can be put there; makes nothing that stays.</summary>
    /// <exception cref="CliException">They cannot.</exception>
    public static DeliveryFolder Check(string folder)
    {
        var full = Path.GetFullPath(folder);
        var nearest = full;
        while (!Directory.Exists(nearest) && !File.Exists(nearest) && Path.GetDirectoryName(nearest) is { } parent)
        {
            nearest = parent;
        }

        try
        {
            var probe = Path.Combine(nearest, $".sora2-{Guid.NewGuid():n}");
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw CliException.Invalid(Option, full, $"a folder that can be written ({error.Message.TrimEnd('.')})");
        }

        return new DeliveryFolder(full);
    }

    /// <summary>Copies a shot; each file appears whole or not at all.</summary>
    /// <returns>The shot with the paths of the copies.</returns>
    /// <exception cref="CliException">Another file of that name is there; it is left as it is.</exception>
    public async Task<Shot> DeliverAsync(Shot shot, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(_folder);
        var copy = shot.Clone();
        copy.Folder = _folder;
        copy.Picture = await CopyAsync(shot.Picture, Path.GetFileName(shot.Picture), cancellationToken);
        copy.Recipe = await CopyAsync(shot.Recipe, $"{shot.Name}.shot.json", cancellationToken);
        if (shot.Mix.Length > 0)
        {
            copy.Mix = await CopyAsync(shot.Mix, Path.GetFileName(shot.Mix), cancellationToken);
        }

        foreach (var stem in copy.Stems)
        {
            stem.Path = await CopyAsync(stem.Path, Path.GetFileName(stem.Path), cancellationToken);
        }

        return copy;
    }

    private async Task<string> CopyAsync(string source, string name, CancellationToken cancellationToken)
    {
        var target = Path.Combine(_folder, name);
        try
        {
            await WholeFile.CopyAsync(source, target, cancellationToken);
            return target;
        }
        catch (FileInTheWayException error)
        {
            throw new CliException(ExitCode.Fault, "already_there", $"{error.Message} The new shot is in the library: {source}");
        }
    }
}
