using System.Globalization;
using System.Runtime.InteropServices;
using Sora2.PluginHost.Abi;
using Sora2.PluginHost.Abi.Structures;
using Xunit;

namespace Sora2.PluginHost.Tests.Abi;

/// <summary>Both sides of the C interface lie in memory as tests/bridge/abi/layout.txt says; the C program there checks the header's.</summary>
public sealed class LayoutTests
{
    private static readonly Dictionary<string, Type> s_structures = new()
    {
        ["Sora2Client"] = typeof(NativeClient),
        ["Sora2SessionState"] = typeof(NativeSessionState),
        ["Sora2Image"] = typeof(NativeImage),
        ["Sora2ClipFormat"] = typeof(NativeClipFormat),
        ["Sora2Wish"] = typeof(NativeWish),
        ["Sora2JobState"] = typeof(NativeJobState),
    };

    private static string Root { get; } = Path.GetFullPath(Path.Combine(Tests.Cli.EmbeddedPack.Folder, "..", ".."));

    [Fact]
    public void Structures_LieAsTheTableSays()
    {
        Assert.SkipUnless(Environment.Is64BitProcess, "the table is of 64 bit systems");
        var fields = 0;
        foreach (var line in File.ReadLines(Path.Combine(Root, "tests", "bridge", "abi", "layout.txt")))
        {
            var (name, bytes) = line.Split(' ') is [var first, var second] ? (first, int.Parse(second, CultureInfo.InvariantCulture)) : ("", -1);
            var parts = name.Split('.');
            var structure = s_structures[parts[0]];
            if (parts.Length == 1)
            {
                Assert.True(Marshal.SizeOf(structure) == bytes, line);
                continue;
            }

            var field = string.Concat(parts[1].Split('_').Select(static word => char.ToUpperInvariant(word[0]) + word[1..]));
            Assert.True((int)Marshal.OffsetOf(structure, field) == bytes, line);
            fields++;
        }

        Assert.Equal(s_structures.Values.Sum(static structure => structure.GetFields().Count(static field => !field.IsLiteral)), fields);
    }

    [Fact]
    public void Status_IsTheHeaders()
    {
        var header = File.ReadAllText(Path.Combine(Root, "Sora2.PluginHost", "include", "sora2", "plugin_host.h"));

        Assert.All(
            new (string Name, int Value)[]
            {
                ("SORA2_OK", (int)Status.Ok), ("SORA2_NOT_READY", (int)Status.NotReady), ("SORA2_BAD_HANDLE", (int)Status.BadHandle),
                ("SORA2_BAD_ARGUMENT", (int)Status.BadArgument), ("SORA2_NO_SUCH_FRAME", (int)Status.NoSuchFrame),
                ("SORA2_GONE", (int)Status.Gone), ("SORA2_FULL", (int)Status.Full), ("SORA2_FAILED", (int)Status.Failed),
            },
            status => Assert.Matches($@"\b{status.Name} = {status.Value}\b", header));
        Assert.Contains($"#define SORA2_ABI_VERSION {LibraryExports.AbiVersion}", header, StringComparison.Ordinal);
    }
}
