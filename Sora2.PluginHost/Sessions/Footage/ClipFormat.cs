using System.Globalization;
using System.Text.RegularExpressions;

namespace Sora2.PluginHost.Sessions.Footage;

/// <summary>What the frames of a host's clip are.</summary>
/// <param name="StartTimecode">"hh:mm:ss:ff"; empty where none is known.</param>
internal sealed partial record ClipFormat(int Width, int Height, int RateNumerator, int RateDenominator, string StartTimecode)
{
    /// <exception cref="ArgumentException">No such clip is taken; the words name the field.</exception>
    public void Check()
    {
        PictureSides.Check("format", Width, Height);
        if (RateNumerator < 1 || RateDenominator < 1)
        {
            throw new ArgumentException(string.Create(
                CultureInfo.InvariantCulture, $"format.rate: got {RateNumerator}/{RateDenominator}; allowed: a rate such as 25/1 or 24000/1001."));
        }

        if (StartTimecode.Length > 0 && !Timecode().IsMatch(StartTimecode))
        {
            throw new ArgumentException("format.start_timecode: got no timecode; allowed: \"hh:mm:ss:ff\", \";\" before ff for drop-frame.");
        }
    }

    [GeneratedRegex(@"\A[0-9]{2}:[0-9]{2}:[0-9]{2}[:;][0-9]{2,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Timecode();
}
