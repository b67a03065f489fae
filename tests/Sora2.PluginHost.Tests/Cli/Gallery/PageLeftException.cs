namespace Sora2.PluginHost.Tests.Cli.Gallery;

/// <summary>The page went away while it was asked.</summary>
internal sealed class PageLeftException(string? message) : Exception(message);
