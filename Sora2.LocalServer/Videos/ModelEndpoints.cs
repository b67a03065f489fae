using Sora2.LocalServer.Videos.Wire;
using Sora2.LocalServer.Videos.Wishes;

namespace Sora2.LocalServer.Videos;

/// <summary>/v1/models: the names of the API, and the packs of this machine.</summary>
internal sealed class ModelEndpoints(VideoModels models)
{
    // The day the API began; packs do not say when they were made.
    private const long Created = 1759708800;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", (HttpContext context) => WireJson.WriteAsync(context, new { @object = "list", data = models.Names.Select(Reply) }));
        routes.MapGet("/v1/models/{id}", (HttpContext context) => context.GetRouteValue("id") is string id && models.Names.Contains(id, StringComparer.Ordinal)
            ? WireJson.WriteAsync(context, Reply(id))
            : throw ApiException.NotFound("Model", context.GetRouteValue("id") as string ?? ""));
    }

    private static object Reply(string id) => new { id, @object = "model", created = Created, owned_by = "local" };
}
