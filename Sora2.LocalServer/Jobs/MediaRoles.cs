using System.Globalization;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs;

/// <summary>Refuses media that cannot be what a request takes it for, by its first bytes.</summary>
internal static class MediaRoles
{
    /// <exception cref="InvalidRequestException">Names the piece, what it is and what it must be.</exception>
    public static async Task CheckAsync(GenerationRequest request, UploadStore uploads, CancellationToken cancellationToken)
    {
        for (var index = 0; index < request.Conditioning.Count; index++)
        {
            var piece = request.Conditioning[index];
            var kind = await MediaSniffer.SniffAsync(uploads.PathOf(piece.MediaId), cancellationToken);
            var (fits, allowed) = piece.Role switch
            {
                ConditioningRole.Clip => (kind == MediaKind.Movie, "a movie"),
                ConditioningRole.Sound => (kind == MediaKind.Wave, "a WAV file"),
                _ => (kind is MediaKind.Png or MediaKind.Jpeg or MediaKind.WebP or MediaKind.Tiff, "a PNG, JPEG, WebP or TIFF picture"),
            };
            if (!fits)
            {
                throw new InvalidRequestException(
                    string.Create(CultureInfo.InvariantCulture, $"conditioning[{index}].media_id"), $"{kind} by its first bytes",
                    $"{allowed} for a {piece.Role.ToString().ToLowerInvariant()}");
            }
        }
    }
}
