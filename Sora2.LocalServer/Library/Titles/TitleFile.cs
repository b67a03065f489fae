using System.Text;
using Sora2.LocalServer.Requests;

namespace Sora2.LocalServer.Library.Titles;

/// <summary>title.txt in a shot's folder. It goes where the folder goes; the recipe beside it stays as it was written.</summary>
internal static class TitleFile
{
    public const string Name = "title.txt";

    private const int LimitBytes = 16 << 10;

    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Empty where there is none, or none that could be a title.</returns>
    public static string Read(string folder)
    {
        try
        {
            var file = new FileInfo(Path.Combine(folder, Name));
            return file is { Exists: true, LinkTarget: null, Length: <= LimitBytes } ? ShotTitle.Clean(s_utf8.GetString(File.ReadAllBytes(file.FullName))) : "";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or DecoderFallbackException or InvalidRequestException)
        {
            return "";
        }
    }

    /// <summary>On the disk when this returns: the old title or the new one, whatever happens in between.</summary>
    /// <param name="title">Clean; empty removes the file.</param>
    /// <exception cref="IOException">The disk refused.</exception>
    public static void Write(string folder, string title)
    {
        var path = Path.Combine(folder, Name);
        if (title.Length == 0)
        {
            File.Delete(path);
            DurableFiles.SyncFolder(folder);
        }
        else
        {
            DurableFiles.Replace(path, s_utf8.GetBytes(title));
        }
    }
}
