using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Videos.Making;
using Sora2.LocalServer.Videos.Wire;
using Sora2.LocalServer.Videos.Wishes;

namespace Sora2.LocalServer.Videos.Characters;

/// <summary>/v1/videos/characters: create and get.</summary>
internal sealed class CharacterEndpoints(CharacterStore characters, References references, JobQueue jobs)
{
    private const int LongestName = 80;

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/videos/characters", CreateAsync);
        routes.MapGet("/v1/videos/characters/{id}", (HttpContext context) => WriteAsync(context, characters.Get(context.GetRouteValue("id") as string)));
    }

    private async Task CreateAsync(HttpContext context)
    {
        var fields = await RequestBody.ReadAsync(context, BodyLimits.Clip, references.StoreAsync);
        try
        {
            var name = fields.RequiredText("name").Trim();
            if (name.Length > LongestName || name.Any(char.IsControl) || !name.Any(char.IsLetterOrDigit))
            {
                throw ApiException.Invalid("name", $"'name' must have 1 to {LongestName} characters, letters or digits among them.");
            }

            var clip = fields.File("video")
                ?? throw new ApiException(StatusCodes.Status400BadRequest, "Missing required parameter: 'video'.", "video", "missing_required_parameter");
            await WriteAsync(context, await characters.AddAsync(name, clip.Id, context.RequestAborted));
        }
        finally
        {
            // The picture is kept, the clip is not.
            await References.DiscardAsync(jobs, fields.Media);
        }
    }

    private static Task WriteAsync(HttpContext context, Character character) => WireJson.WriteAsync(
        context, new { character.Id, @object = "character", character.Name, created_at = WireJson.Time(character.CreatedAt) });
}
