using Grpc.Core;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Library.Playback;
using Sora2.LocalServer.Requests;
using Sora2.LocalServer.Rpc.Mapping;
using Sora2.LocalServer.Server;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc;

/// <summary>The library's door.</summary>
internal sealed class LibraryService(ShotLibrary library, FramesCache frames) : V1.Library.LibraryBase
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1000;

    public override Task<V1.ListShotsResponse> List(V1.ListShotsRequest request, ServerCallContext context)
    {
        var size = request.PageSize == 0 ? DefaultPageSize : request.PageSize;
        if (size is < 1 or > MaxPageSize)
        {
            throw new InvalidRequestException("page_size", $"{size}", $"1 to {MaxPageSize}");
        }

        // The token is the last shot of the page before: shots that come meanwhile shift nothing.
        var shots = library.List(request.Project).AsEnumerable();
        if (request.PageToken.Length > 0)
        {
            shots = shots.SkipWhile(shot => shot.Name != request.PageToken).Skip(1);
        }

        var page = shots.Take(size + 1).ToList();
        return Task.FromResult(new V1.ListShotsResponse
        {
            Shots = { page.Take(size).Select(static shot => shot.ToMessage()) },
            NextPageToken = page.Count > size ? page[size - 1].Name : "",
        });
    }

    public override Task<V1.Shot> Get(V1.GetShotRequest request, ServerCallContext context) =>
        Task.FromResult((library.Get(request.Name) ?? throw new ShotNotFoundException(request.Name)).ToMessage());

    public override Task<V1.Shot> SetTitle(V1.SetTitleRequest request, ServerCallContext context) =>
        Task.Run(() => library.SetTitle(request.Name, request.Title).ToMessage(), context.CancellationToken);

    public override async Task<V1.OpenFramesResponse> OpenFrames(V1.OpenFramesRequest request, ServerCallContext context)
    {
        var shot = library.Get(request.Name) ?? throw new ShotNotFoundException(request.Name);
        var opened = await frames.OpenAsync(shot, context.CancellationToken);
        var (picture, rate) = (opened.Header.Picture, opened.Header.FrameRate);
        return new V1.OpenFramesResponse
        {
            Path = opened.Path,
            Frames = picture.Frames,
            Width = picture.Width,
            Height = picture.Height,
            FrameRate = new V1.FrameRate { Numerator = rate.Numerator, Denominator = rate.Denominator },
        };
    }

    public override Task<V1.ReadRecipeResponse> ReadRecipe(V1.ReadRecipeRequest request, ServerCallContext context)
    {
        var recipe = ShotRecipe.Parse(request.Recipe.Span);
        var answer = new V1.ReadRecipeResponse
        {
            Request = recipe.ToRequest().ToMessage(),
            Name = recipe.Name,
            Project = recipe.Project,
            Shot = recipe.Shot,
        };
        if (recipe.Versions.TryGetValue("server", out var version) && version != ServerVersion.Text)
        {
            answer.Notes.Add($"{recipe.Name} was made by version {version}; this is {ServerVersion.Text}. The shot may differ in detail.");
        }

        return Task.FromResult(answer);
    }
}
