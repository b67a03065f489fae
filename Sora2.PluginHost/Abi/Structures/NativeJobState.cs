using System.Runtime.InteropServices;
using Sora2.PluginHost.Sessions;

namespace Sora2.PluginHost.Abi.Structures;

/// <summary>Sora2JobState of plugin_host.h.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct NativeJobState
{
    public const int TicketBytes = 256;
    public const int ShotBytes = 256;
    public const int StepBytes = 64;
    public const int MessageBytes = 512;

    public uint Size;
    public int Stage;
    public double Progress;
    public double SecondsLeft;
    public long Frames;
    public int RateNumerator;
    public int RateDenominator;
    public int Width;
    public int Height;
    public fixed byte Ticket[TicketBytes];
    public fixed byte Shot[ShotBytes];
    public fixed byte Step[StepBytes];
    public fixed byte Message[MessageBytes];

    public static NativeJobState Of(JobSnapshot job)
    {
        var shape = job.Stage == JobStage.Ready ? job.Shape.GetValueOrDefault() : default;
        var state = new NativeJobState
        {
            Stage = (int)job.Stage,
            Progress = job.Progress,
            SecondsLeft = job.SecondsLeft,
            Frames = shape.Frames,
            RateNumerator = shape.RateNumerator,
            RateDenominator = shape.RateDenominator,
            Width = shape.Width,
            Height = shape.Height,
        };
        NativeText.Write(job.Ticket.ToString(), state.Ticket, TicketBytes);
        NativeText.Write(job.Ticket.Shot, state.Shot, ShotBytes);
        NativeText.Write(job.Step, state.Step, StepBytes);
        NativeText.Write(job.Message, state.Message, MessageBytes);
        return state;
    }
}
