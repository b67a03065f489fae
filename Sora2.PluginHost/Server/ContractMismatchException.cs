using Sora2.Contracts;
using Sora2.Contracts.V1;

namespace Sora2.PluginHost.Server;

/// <summary>The running server speaks another version of the contract.</summary>
public sealed class ContractMismatchException(Endpoint endpoint) : Exception(
    $"The running server is {endpoint.Version} (contract {endpoint.Contract}); this program speaks contract {ContractVersion.Current}. "
    + $"Stop it (process {endpoint.Pid}) so that the server of this installation can start, or use the sora2 that came with it.")
{
    public int ServerContract { get; } = endpoint.Contract;
}
