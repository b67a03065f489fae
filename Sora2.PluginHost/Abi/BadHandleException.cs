namespace Sora2.PluginHost.Abi;

/// <summary>A handle that the library never gave, gave for something else, or took back.</summary>
internal sealed class BadHandleException(ulong handle, string wanted)
    : Exception(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{wanted}: got handle {handle}, which is none, or was released."));
