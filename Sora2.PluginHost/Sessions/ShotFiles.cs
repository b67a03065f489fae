using Sora2.Contracts.V1;
using Sora2.PluginHost.Delivery;

namespace Sora2.PluginHost.Sessions;

/// <summary>The files of a published shot: where they lie and what they are called elsewhere.</summary>
internal sealed record ShotFiles(IReadOnlyList<(string Path, string Name)> All)
{
    public static ShotFiles Of(Shot shot)
    {
        List<string> media = [shot.Picture, shot.Mix, .. shot.Stems.Select(static stem => stem.Path)];
        return new ShotFiles([
            .. media.Where(static path => path.Length > 0).Select(static path => (path, Path.GetFileName(path))),
            (shot.Recipe, $"{shot.Name}.shot.json"),
        ]);
    }

    /// <summary>Copies them into a folder; those that are there already stay.</summary>
    /// <returns>How many were copied.</returns>
    /// <exception cref="FileInTheWayException">One of that name is there that is another.</exception>
    /// <exception cref="IOException">One cannot be read or written; those before it are there.</exception>
    public async Task<int> CopyAsync(string folder, CancellationToken cancellationToken)
    {
        var copied = 0;
        foreach (var (path, name) in All)
        {
            // A version is never made twice, so that name and length say enough.
            var target = new FileInfo(Path.Combine(folder, name));
            if (!target.Exists || target.Length != new FileInfo(path).Length)
            {
                await WholeFile.CopyAsync(path, target.FullName, cancellationToken);
                copied++;
            }
        }

        return copied;
    }
}
