namespace Sora2.PluginHost.Delivery;

/// <summary>Copies files for others to find: each appears whole or not at all, and none is overwritten.</summary>
public static class WholeFile
{
    /// <param name="target">In a folder that is there.</param>
    /// <exception cref="FileInTheWayException">Another file of that name is there; it is left as it is.</exception>
    /// <exception cref="IOException">It cannot be read or written; nothing is left behind.</exception>
    public static async Task CopyAsync(string source, string target, CancellationToken cancellationToken)
    {
        var draft = Path.Combine(Path.GetDirectoryName(target)!, $".{Path.GetFileName(target)}.{Guid.NewGuid():n}.part");
        try
        {
            await using (var from = File.OpenRead(source))
            await using (var to = new FileStream(draft, new FileStreamOptions
            {
                Mode = FileMode.CreateNew,
                Access = FileAccess.Write,
                Options = FileOptions.Asynchronous,
                PreallocationSize = from.Length,
            }))
            {
                await from.CopyToAsync(to, cancellationToken);
                to.Flush(flushToDisk: true);
            }

            File.Move(draft, target, overwrite: false);
        }
        catch (IOException) when (File.Exists(target))
        {
            throw new FileInTheWayException(target);
        }
        finally
        {
            File.Delete(draft);
        }
    }
}
