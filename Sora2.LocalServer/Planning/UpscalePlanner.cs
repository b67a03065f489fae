using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Model.Packs;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Planning;

/// <summary>Decides how many times as large a network makes the frames on their way to the sequence's size.</summary>
internal static class UpscalePlanner
{
    private const int Smallest = 2;
    private const int Largest = 4;

    /// <summary>The smallest factor that reaches the sequence's size, or the largest there is; 1 where nobody asked for it.</summary>
    /// <param name="picture">What the model makes.</param>
    /// <param name="notes">Gets a line that says what is done.</param>
    /// <exception cref="InvalidRequestException">There is nothing to make larger.</exception>
    /// <exception cref="PackException">The network is not there.</exception>
    public static int FactorOf(GenerationRequest request, PackInfo pack, VideoShape picture, PackCatalog packs, List<string> notes)
    {
        if (!request.Upscale)
        {
            return 1;
        }

        var sequence = request.Sequence;
        if (sequence.Fit == FitPolicy.Crop)
        {
            throw new InvalidRequestException("upscale", "true with fit crop", "with fit fill or fit alone: crop does not scale");
        }

        var (across, down) = ((double)sequence.Width / picture.Width, (double)sequence.Height / picture.Height);
        var scale = sequence.Fit == FitPolicy.Fill ? Math.Max(across, down) : Math.Min(across, down);
        if (scale <= 1)
        {
            throw new InvalidRequestException(
                "upscale", string.Create(CultureInfo.InvariantCulture, $"true at {sequence.Width}x{sequence.Height}"),
                string.Create(CultureInfo.InvariantCulture, $"at sizes larger than {picture.Width}x{picture.Height}, which pack {pack.Name} makes; leave it out, or ask for a larger size"));
        }

        var factor = Math.Clamp((int)Math.Ceiling(scale), Smallest, Largest);
        if (packs.UpscalingFolder(factor) is null)
        {
            throw new PackException(
                "upscaling", string.Create(CultureInfo.InvariantCulture, $"the network that makes pictures {factor} times as large is not there."),
                $"Fetch it: installers/upscaling/fetch {Path.Combine(packs.ModelsRoot, "upscaling")}; or leave upscaling out.");
        }

        notes.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"The picture was made {factor} times as large by ESRGAN, {picture.Width * factor}x{picture.Height * factor}, and scaled from there to {sequence.Width}x{sequence.Height}."));
        return factor;
    }
}
