using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Cli.Gallery;

/// <summary>One shot that the gallery shows.</summary>
/// <param name="Request">What is made; its pack is still open.</param>
internal sealed record Sample(string Title, GenerationRequest Request);
