using System.Text.Json.Serialization;
using Sora2.LocalServer.Clips;

namespace Sora2.LocalServer.Library;

/// <summary>The files of a shot by what they are: paths while it is staged, bare names in its recipe.</summary>
/// <param name="Mix">Null for a silent shot.</param>
public sealed record ShotFiles(string Picture, string? Mix, IReadOnlyDictionary<StemKind, string> Stems, string Poster)
{
    /// <summary>Every file once.</summary>
    [JsonIgnore]
    public IEnumerable<string> All => [Picture, .. Mix is null ? (string[])[] : [Mix], .. Stems.Values, Poster];

    /// <summary>The same with every path turned by <paramref name="turn"/>.</summary>
    public ShotFiles Select(Func<string, string> turn) => new(
        turn(Picture), Mix is null ? null : turn(Mix), Stems.ToDictionary(stem => stem.Key, stem => turn(stem.Value)), turn(Poster));
}
