using System.Text;
using System.Xml;
using System.Xml.Linq;

namespace Sora2.LocalServer.Editors.Interchange;

/// <summary>The files with which an editor takes a timeline in one step, one for each format.</summary>
public static class InterchangeFiles
{
    // No byte order mark: OpenTimelineIO's reader and old list readers stumble over it.
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>
    /// File names and contents: NAME.xml (FCP7 XML), NAME.fcpxml (FCPXML 1.10), NAME.otio (OpenTimelineIO), NAME.edl
    /// (CMX 3600), NAME.kdenlive (a project of Kdenlive). A format that cannot say the timeline's frame rate or paths is left out:
    /// FCP7 XML at rates such as 25/2, lists above 100 frames a second, Kdenlive's with control characters in a path.
    /// </summary>
    public static IReadOnlyDictionary<string, byte[]> Of(EditorTimeline timeline)
    {
        var files = new Dictionary<string, byte[]>
        {
            [$"{timeline.Name}.fcpxml"] = Bytes(FcpXmlWriter.Write(timeline)),
            [$"{timeline.Name}.otio"] = OtioWriter.Write(timeline),
        };
        if (Fcp7XmlWriter.CanWrite(timeline.FrameRate))
        {
            files[$"{timeline.Name}.xml"] = Bytes(Fcp7XmlWriter.Write(timeline));
        }

        if (EdlWriter.CanWrite(timeline.FrameRate))
        {
            files[$"{timeline.Name}.edl"] = s_utf8.GetBytes(EdlWriter.Write(timeline));
        }

        if (KdenliveWriter.CanWrite(timeline))
        {
            files[$"{timeline.Name}.kdenlive"] = Bytes(KdenliveWriter.Write(timeline));
        }

        return files;
    }

    private static byte[] Bytes(XDocument document)
    {
        using var buffer = new MemoryStream();
        using (var writer = XmlWriter.Create(buffer, new XmlWriterSettings { Encoding = s_utf8, Indent = true, NewLineChars = "\n" }))
        {
            document.Save(writer);
        }

        return buffer.ToArray();
    }
}
