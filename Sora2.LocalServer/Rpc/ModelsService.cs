using Grpc.Core;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Model.Installation;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Rpc.Mapping;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc;

/// <summary>The packs' door.</summary>
internal sealed class ModelsService(PackCatalog packs, PackInstaller installer, PackRemoval removal) : V1.Models.ModelsBase
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

    public override Task<V1.ModelDetails> Examine(V1.ExamineModelRequest request, ServerCallContext context)
    {
        PrivateCalls.Require(context, "Folders are examined");
        return Task.Run(() => ToMessage(installer.Examine(request.Folder, context.CancellationToken)), context.CancellationToken);
    }

    public override Task<V1.ModelDetails> Add(V1.AddModelRequest request, ServerCallContext context)
    {
        PrivateCalls.Require(context, "Packs are added");
        return Task.Run(() => ToMessage(installer.Add(request.Folder, request.AcceptedLicence, context.CancellationToken)), context.CancellationToken);
    }

    public override Task<V1.ModelDetails> Get(V1.GetModelRequest request, ServerCallContext context) => Task.Run(
        () =>
        {
            var details = ToMessage(installer.Get(request.Name));
            if (request.Verify && details.Pack.Problem.Length == 0)
            {
                details.Pack.Problem = ProblemWith(details.Pack.Name, context.CancellationToken) ?? "";
            }

            return details;
        },
        context.CancellationToken);

    public override Task<V1.RemoveModelResponse> Remove(V1.RemoveModelRequest request, ServerCallContext context)
    {
        PrivateCalls.Require(context, "Packs are removed");
        return Task.Run(
            () =>
            {
                removal.Remove(request.Name);
                return new V1.RemoveModelResponse();
            },
            context.CancellationToken);
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

    private static V1.ModelDetails ToMessage(ExaminedPack examined) => new()
    {
        Pack = ToMessage(examined.Pack, examined.Pack.Problem),
        LicenceText = examined.LicenceText,
        LicenceHash = examined.LicenceHash,
        LicenceAccepted = examined.IsAccepted,
        Files = { examined.Pack.Files.Select(static file => new V1.ModelFile { Path = file.Path, SizeBytes = file.Size, Sha256 = file.Sha256 }) },
    };

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
        Folder = pack.Folder,
        Added = pack.IsAdded,
        Description = pack.Description,
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
