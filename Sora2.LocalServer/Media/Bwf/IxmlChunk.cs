using System.Globalization;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using Sora2.LocalServer.Media.Sound;

namespace Sora2.LocalServer.Media.Bwf;

/// <summary>The iXML document in a stem file: project, scene, take and the exact timecode rate.</summary>
/// <remarks>iXML 1.61. FFmpeg writes none, and bext alone cannot say 23.976.</remarks>
internal static class IxmlChunk
{
    public static byte[] Write(BwfHeader header, int channelCount)
    {
        var rate = $"{header.Start.Rate.Numerator}/{header.Start.Rate.Denominator}";
        var samples = header.Start.SamplesSinceMidnight(StemMix.SampleRate);
        var document = new XElement(
            "BWFXML",
            new XElement("IXML_VERSION", "1.61"),
            new XElement("PROJECT", Clean(header.Project)),
            new XElement("SCENE", Clean(header.Scene)),
            new XElement("TAKE", Clean(header.Take)),
            new XElement("TAPE", Clean(header.Tape)),
            new XElement("CIRCLED", "FALSE"),
            new XElement("FILE_UID", Clean(header.Reference)),
            new XElement("NOTE", Clean(header.Description)),
            new XElement(
                "SPEED",
                new XElement("MASTER_SPEED", rate),
                new XElement("CURRENT_SPEED", rate),
                new XElement("TIMECODE_RATE", rate),
                new XElement("TIMECODE_FLAG", header.Start.DropFrame ? "DF" : "NDF"),
                new XElement("FILE_SAMPLE_RATE", StemMix.SampleRate),
                new XElement("AUDIO_BIT_DEPTH", 24),
                new XElement("DIGITIZER_SAMPLE_RATE", StemMix.SampleRate),
                new XElement("TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_HI", samples >> 32),
                new XElement("TIMESTAMP_SAMPLES_SINCE_MIDNIGHT_LO", samples & uint.MaxValue),
                new XElement("TIMESTAMP_SAMPLE_RATE", StemMix.SampleRate)),
            new XElement(
                "TRACK_LIST",
                new XElement("TRACK_COUNT", channelCount),
                Enumerable.Range(1, channelCount).Select(channel => new XElement(
                    "TRACK",
                    new XElement("CHANNEL_INDEX", channel),
                    new XElement("INTERLEAVE_INDEX", channel),
                    new XElement("NAME", Name(header.Track, channel, channelCount))))));

        using var bytes = new MemoryStream();
        var settings = new XmlWriterSettings { Encoding = new UTF8Encoding(false), Indent = true, NewLineChars = "\n" };
        using (var writer = XmlWriter.Create(bytes, settings))
        {
            document.Save(writer);
        }

        return bytes.ToArray();
    }

    private static string Name(string track, int channel, int channelCount) => channelCount == 2
        ? $"{track} {(channel == 1 ? 'L' : 'R')}"
        : string.Create(CultureInfo.InvariantCulture, $"{track} {channel}");

    // What XML 1.0 cannot carry, control characters and lone surrogates, is left out.
    private static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i++)
        {
            if (XmlConvert.IsXmlChar(text[i]))
            {
                clean.Append(text[i]);
            }
            else if (i + 1 < text.Length && XmlConvert.IsXmlSurrogatePair(text[i + 1], text[i]))
            {
                clean.Append(text, i++, 2);
            }
        }

        return clean.ToString();
    }
}
