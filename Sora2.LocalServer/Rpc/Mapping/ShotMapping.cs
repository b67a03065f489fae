using Google.Protobuf.WellKnownTypes;
using Sora2.LocalServer.Library;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc.Mapping;

/// <summary>Published shots as messages.</summary>
internal static class ShotMapping
{
    public static V1.Shot ToMessage(this PublishedShot shot) => new()
    {
        Name = shot.Name,
        Folder = shot.Folder,
        Picture = shot.Picture,
        Mix = shot.Mix ?? "",
        Stems = { shot.Stems.OrderBy(static stem => stem.Key).Select(static stem => new V1.Stem { Kind = stem.Key.ToMessage(), Path = stem.Value }) },
        Recipe = shot.Recipe,
        Poster = shot.Poster,
        CreatedAt = Timestamp.FromDateTimeOffset(shot.CreatedAt),
        JobId = shot.JobId,
        Title = shot.Title,
    };
}
