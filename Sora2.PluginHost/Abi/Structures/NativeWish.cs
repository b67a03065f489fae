using System.Runtime.InteropServices;
using Sora2.PluginHost.Sessions.Footage;
using Sora2.PluginHost.Sessions.Wishes;

namespace Sora2.PluginHost.Abi.Structures;

/// <summary>Sora2Wish of plugin_host.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeWish
{
    public uint Size;
    public int Task;
    public byte* Prompt;
    public byte* NegativePrompt;
    public byte* Pack;
    public byte* Project;
    public byte* Cast;
    public byte* StartTimecode;
    public double Seconds;
    public long Seed;
    public int RateNumerator;
    public int RateDenominator;
    public int Width;
    public int Height;
    public int Fit;
    public int Draft;
    public uint Stems;
    public int Silent;
    public ulong Clip;
    public byte* ClipPath;

    /// <exception cref="ArgumentException">It cannot be read.</exception>
    /// <exception cref="BadHandleException">Its clip is none.</exception>
    public static Wish Read(NativeWish* wish)
    {
        var given = SizedStructure.Read(wish, sizeof(NativeWish), "wish");
        return new Wish
        {
            Task = given.Task,
            Prompt = NativeText.Read(given.Prompt, "wish.prompt"),
            NegativePrompt = NativeText.Read(given.NegativePrompt, "wish.negative_prompt"),
            Pack = NativeText.Read(given.Pack, "wish.pack"),
            Project = NativeText.Read(given.Project, "wish.project"),
            Cast = NativeText.Read(given.Cast, "wish.cast"),
            StartTimecode = NativeText.Read(given.StartTimecode, "wish.start_timecode"),
            Seconds = given.Seconds,
            Seed = given.Seed,
            RateNumerator = given.RateNumerator,
            RateDenominator = given.RateDenominator,
            Width = given.Width,
            Height = given.Height,
            Fit = given.Fit,
            Draft = Flag(given.Draft, "draft"),
            Stems = given.Stems,
            Silent = Flag(given.Silent, "silent"),
            Clip = given.Clip == 0 ? null : Handles.Table.Get<HostClip>(given.Clip, "wish.clip"),
            ClipPath = NativeText.Read(given.ClipPath, "wish.clip_path"),
        };
    }

    private static bool Flag(int given, string field) => given is 0 or 1
        ? given == 1
        : throw new ArgumentException($"wish.{field}: got {given}; allowed: 0 or 1.");
}
