using Grpc.Core;
using Sora2.LocalServer.Editors.Delivery;
using Sora2.LocalServer.Jobs.Deliveries;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Rpc.Mapping;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc;

/// <summary>The delivery's door.</summary>
internal sealed class DeliveryService(ShotDelivery delivery, DeliveryFolders folders, ShotLibrary library) : V1.Delivery.DeliveryBase
{
    public override async Task<V1.DeliverResponse> Deliver(V1.DeliverRequest request, ServerCallContext context) =>
        ToMessage(await delivery.DeliverAsync(request.Names, request.Folder, request.Link, request.Board, context.CancellationToken));

    public override async Task<V1.DeliverResponse> Replace(V1.ReplaceRequest request, ServerCallContext context) =>
        ToMessage(await delivery.ReplaceAsync(request.Name, request.Delivered, request.Link, context.CancellationToken));

    public override Task<V1.SetDeliveryFolderResponse> SetFolder(V1.SetDeliveryFolderRequest request, ServerCallContext context)
    {
        if (request.Folder.Length == 0)
        {
            folders.Remove(request.Project);
        }
        else
        {
            folders.Set(request.Project, request.Folder, request.Link);
        }

        return Task.FromResult(new V1.SetDeliveryFolderResponse());
    }

    public override Task<V1.ListDeliveryFoldersResponse> ListFolders(V1.ListDeliveryFoldersRequest request, ServerCallContext context) =>
        Task.FromResult(new V1.ListDeliveryFoldersResponse
        {
            Folders = { folders.List().Select(static folder => new V1.ProjectDeliveryFolder { Project = folder.Project, Folder = folder.Folder, Link = folder.Link }) },
        });

    private V1.DeliverResponse ToMessage(DeliveredTimeline delivered) => new()
    {
        Name = delivered.Timeline.Name,
        Folder = delivered.Folder,
        Shots = { delivered.Timeline.Shots.Select(shot => InFolder(library.Get(shot.Name)?.ToMessage() ?? new V1.Shot { Name = shot.Name }, delivered.Folder)) },
        Interchange = { delivered.Interchange },
    };

    private static V1.Shot InFolder(V1.Shot shot, string folder)
    {
        shot.Folder = folder;
        shot.Picture = Path.Combine(folder, Path.GetFileName(shot.Picture));
        shot.Mix = shot.Mix.Length > 0 ? Path.Combine(folder, Path.GetFileName(shot.Mix)) : "";
        shot.Poster = Path.Combine(folder, Path.GetFileName(shot.Poster));
        shot.Recipe = Path.Combine(folder, $"{shot.Name}.{ShotRecipe.FileName}");
        foreach (var stem in shot.Stems)
        {
            stem.Path = Path.Combine(folder, Path.GetFileName(stem.Path));
        }

        return shot;
    }
}
