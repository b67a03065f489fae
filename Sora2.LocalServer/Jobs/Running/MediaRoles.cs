using System.Globalization;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Footage;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Jobs.Running;

/// <summary>Refuses media that cannot be what a request takes it for, by its first bytes.</summary>
internal static class MediaRoles
{
    /// <exception cref="InvalidRequestException">Names the piece, what it is and what it must be.</exception>
    public static async Task CheckAsync(GenerationRequest request, UploadStore uploads, CancellationToken cancellationToken)
    {
        for (var index = 0; index < request.Conditioning.Count; index++)
        {
            var piece = request.Conditioning[index];
            var head = await MediaSniffer.ReadHeadAsync(uploads.PathOf(piece.MediaId), cancellationToken);
            var kind = MediaSniffer.Sniff(head);
            var container = ClipContainer.Of(head);
            var (fits, allowed) = piece.Role switch
            {
                ConditioningRole.Clip => (container is not null, ClipContainer.Allowed),
                ConditioningRole.Sound => (kind == MediaKind.Wave, "a WAV file"),
                _ => (kind is MediaKind.Png or MediaKind.Jpeg or MediaKind.WebP or MediaKind.Tiff, "a PNG, JPEG, WebP or TIFF picture"),
            };
            if (!fits)
            {
                throw new InvalidRequestException(
                    string.Create(CultureInfo.InvariantCulture, $"conditioning[{index}].media_id"), $"{container ?? kind.ToString()} by its first bytes",
                    $"{allowed} for a {piece.Role.ToString().ToLowerInvariant()}");
            }
        }
    }
}
