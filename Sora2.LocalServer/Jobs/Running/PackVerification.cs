using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Jobs.Running;

/// <summary>Answers when every file of the pack is what its manifest says.</summary>
/// <exception cref="PackException">It is not.</exception>
internal delegate void PackVerification(string pack, CancellationToken cancellationToken);
