using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;

namespace Sora2.LocalServer.Planning;

/// <summary>Chooses the rate at which a model runs: where it can, so that every frame of the sequence falls on a frame of the model or midway.</summary>
internal static class ModelRate
{
    /// <summary>
    /// The sequence's rate where the pack makes it; else the nearest whole multiple or fraction of it that the pack makes. Null
    /// when there is none.
    /// </summary>
    public static FrameRate? For(FrameRate rate, PackCapabilities can)
    {
        // Rates are compared with a little room: 24000/1001 is good enough for a pack that says 24, and 60000/1001 for 59.94.
        const double room = 1.002;
        bool Makes(double framesPerSecond) => framesPerSecond * room >= can.MinFrameRate && framesPerSecond <= can.MaxFrameRate * room;

        const int mostFrames = 64;
        for (var factor = 1; factor <= mostFrames; factor++)
        {
            if (Makes(rate.FramesPerSecond * factor))
            {
                return new FrameRate(checked(rate.Numerator * factor), rate.Denominator);
            }

            if (Makes(rate.FramesPerSecond / factor))
            {
                return new FrameRate(rate.Numerator, checked(rate.Denominator * factor));
            }
        }

        return null;
    }

    /// <summary>The one whole rate of a pack that makes no other; null where it makes several.</summary>
    public static FrameRate? Only(PackCapabilities can) =>
        can.MinFrameRate == can.MaxFrameRate && can.MaxFrameRate == Math.Floor(can.MaxFrameRate) ? new FrameRate((int)can.MaxFrameRate, 1) : null;
}
