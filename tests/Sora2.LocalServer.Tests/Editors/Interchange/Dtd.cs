using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;

namespace Sora2.LocalServer.Tests.Editors.Interchange;

/// <summary>Reads documents back with .NET's validating reader against a definition beside this file.</summary>
internal static class Dtd
{
    /// <returns>The document, and what the definition forbids.</returns>
    public static (XElement Root, IReadOnlyList<string> Problems) Read(byte[] document, string definition)
    {
        // The files name no definition to look up; this puts ours where theirs would be.
        var text = System.Text.Encoding.UTF8.GetString(document);
        var root = definition.Split('.')[0];
        var declared = Regex.Replace(text, $"<!DOCTYPE {root} ?>", _ => $"<!DOCTYPE {root} [{File.ReadAllText(Path.Combine(Folder(), definition))}]>");
        var problems = new List<string>();
        var settings = new XmlReaderSettings { DtdProcessing = DtdProcessing.Parse, ValidationType = ValidationType.DTD, XmlResolver = null };
        settings.ValidationEventHandler += (_, problem) => problems.Add(problem.Message);
        using var reader = XmlReader.Create(new StringReader(declared), settings);
        return (XDocument.Load(reader).Root!, problems);
    }

    private static string Folder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
