namespace Sora2.LocalServer.Editors.Delivery;

/// <summary>A delivery that could not be made. The folder is as it was before.</summary>
public sealed class DeliveryException(DeliveryProblem problem, string path, Exception? inner = null)
    : Exception(Describe(problem, path, inner), inner)
{
    public DeliveryProblem Problem { get; } = problem;

    public string Path { get; } = path;

    /// <summary>The problem behind <paramref name="error"/>, or null when it is another fault.</summary>
    public static DeliveryException? From(Exception error, string folder) => error switch
    {
        DeliveryException known => known,
        _ when StorageException.From(error, folder) is { Problem: StorageProblem.DiskFull } => new DeliveryException(DeliveryProblem.DiskFull, folder, error),
        IOException or UnauthorizedAccessException => new DeliveryException(DeliveryProblem.NotWritable, folder, error),
        _ => null,
    };

    private static string Describe(DeliveryProblem problem, string path, Exception? inner) => problem switch
    {
        DeliveryProblem.DiskFull => $"The volume that holds {path} has no room for the delivery. Free some space, or deliver to another folder.",
        DeliveryProblem.AlreadyThere => $"{path} is already there and is left as it is. Move it away, or deliver to another folder.",
        _ => $"{path} cannot be written{(inner is null ? "" : $" ({inner.Message.TrimEnd('.')})")}. Give write permission, or deliver to another folder.",
    };
}
