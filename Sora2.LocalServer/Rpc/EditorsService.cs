using Grpc.Core;
using Sora2.LocalServer.Rpc.Mapping;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc;

/// <summary>The editors' door.</summary>
internal sealed class EditorsService : V1.Editors.EditorsBase
{
    public override Task<V1.ProposeResponse> Propose(V1.ProposeRequest request, ServerCallContext context) =>
        Task.FromResult(ProposalMapping.Propose(request));
}
