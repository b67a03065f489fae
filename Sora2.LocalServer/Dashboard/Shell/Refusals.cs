using Sora2.LocalServer.Editors.Delivery;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Jobs.Faults;
using Sora2.LocalServer.Library;
using Sora2.LocalServer.Media;
using Sora2.LocalServer.Media.Ffmpeg;
using Sora2.LocalServer.Model.Installation;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Model.Speech;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Dashboard.Shell;

/// <summary>Faults that a person can do something about. Their messages are shown; all others end the page and are logged.</summary>
internal static class Refusals
{
    public static bool IsOne(Exception error) => error is InvalidRequestException or InvalidMediaException or PackException or QueueFullException
        or StorageException or FfmpegMissingException or SpeechException or JobStateException or JobNotFoundException or ShotNotFoundException
        or DeliveryException or LicenceException;
}
