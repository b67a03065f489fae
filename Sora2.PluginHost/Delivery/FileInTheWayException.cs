namespace Sora2.PluginHost.Delivery;

/// <summary>A file of that name is there already and is left as it is.</summary>
public sealed class FileInTheWayException(string path) : IOException($"{path} is already there and is left as it is.");
