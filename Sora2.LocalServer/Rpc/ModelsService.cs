using Grpc.Core;
using Sora2.LocalServer.Model.Packs;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc;

/// <summary>Lists the packs.</summary>
internal sealed class ModelsService(PackCatalog packs) : V1.Models.ModelsBase
{
    public override async Task<V1.ListModelsResponse> List(V1.ListModelsRequest request, ServerCallContext context)
    {
        var found = packs.List().OrderByDescending(static pack => pack.Name == PackCatalog.DefaultPack).ToList();
        var answer = new V1.ListModelsResponse();
        foreach (var pack in found)
        {
            var problem = pack.Problem;
            if (problem is null && request.Verify)
            {
                problem = await Task.Run(() => ProblemWith(pack.Name, context.CancellationToken), context.CancellationToken);
            }

            answer.Packs.Add(ToMessage(pack, problem));
        }

        return answer;
    }

    private string? ProblemWith(string pack, CancellationToken cancellationToken)
    {
        try
        {
            packs.Verify(pack, cancellationToken);
            return null;
        }
        catch (PackException error)
        {
            return error.Problem;
        }
    }

    private static V1.ModelPack ToMessage(PackInfo pack, string? problem) => new()
    {
        Name = pack.Name,
        Version = pack.Version,
        Family = pack.Family,
        License = pack.License,
        Hash = pack.Hash,
        SizeBytes = pack.SizeBytes,
        Problem = problem ?? "",
        Default = pack.Name == PackCatalog.DefaultPack,
        Capabilities = pack.Capabilities is null ? null : ToMessage(pack.Capabilities),
    };

    private static V1.Capabilities ToMessage(PackCapabilities can) => new()
    {
        Tasks = { can.Tasks.Select(static task => task.ToMessage()) },
        Stems = { can.Stems.Select(static stem => stem.ToMessage()) },
        MaxSeconds = can.MaxSeconds,
        Sizes = { can.Sizes.Select(static size => new V1.PictureSize { Width = size.Width, Height = size.Height }) },
        MinFrameRate = can.MinFrameRate,
        MaxFrameRate = can.MaxFrameRate,
        FirstFrame = can.FirstFrame,
        LastFrame = can.LastFrame,
        Languages = { can.Languages },
        MaxCast = can.MaxCast,
        LongSeconds = Math.Max(can.MaxSeconds, can.LongSeconds),
    };
}
