using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Jobs;
using Sora2.LocalServer.Requests;
using V1 = Sora2.Contracts.V1;

namespace Sora2.LocalServer.Rpc.Mapping;

/// <summary>Our enumerations as the contract's and back; a number that the contract does not know is refused.</summary>
internal static class EnumMapping
{
    public static ShotTask ToTask(this V1.ShotTask task) => task switch
    {
        V1.ShotTask.Unspecified or V1.ShotTask.Shot => ShotTask.Shot,
        V1.ShotTask.ExtendTail => ShotTask.ExtendTail,
        V1.ShotTask.ExtendHead => ShotTask.ExtendHead,
        V1.ShotTask.FillGap => ShotTask.FillGap,
        V1.ShotTask.Edit => ShotTask.Edit,
        V1.ShotTask.Retake => ShotTask.Retake,
        _ => throw new InvalidRequestException("task", $"{(int)task}", "SHOT, EXTEND_TAIL, EXTEND_HEAD, FILL_GAP, EDIT or RETAKE"),
    };

    public static V1.ShotTask ToMessage(this ShotTask task) => task switch
    {
        ShotTask.Shot => V1.ShotTask.Shot,
        ShotTask.ExtendTail => V1.ShotTask.ExtendTail,
        ShotTask.ExtendHead => V1.ShotTask.ExtendHead,
        ShotTask.FillGap => V1.ShotTask.FillGap,
        ShotTask.Edit => V1.ShotTask.Edit,
        ShotTask.Retake => V1.ShotTask.Retake,
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, null),
    };

    public static QueueMove ToMove(this V1.QueueMove move) => move switch
    {
        V1.QueueMove.First => QueueMove.First,
        V1.QueueMove.Up => QueueMove.Up,
        V1.QueueMove.Down => QueueMove.Down,
        V1.QueueMove.Last => QueueMove.Last,
        V1.QueueMove.Before => QueueMove.Before,
        V1.QueueMove.After => QueueMove.After,
        _ => throw new InvalidRequestException("move", $"{(int)move}", "FIRST, UP, DOWN, LAST, BEFORE or AFTER"),
    };

    public static PictureCodec ToCodec(this V1.PictureCodec codec) => codec switch
    {
        V1.PictureCodec.Unspecified or V1.PictureCodec.Prores422Hq => PictureCodec.ProRes422Hq,
        V1.PictureCodec.DnxhrHqx => PictureCodec.DnxhrHqx,
        V1.PictureCodec.H264 => PictureCodec.H264,
        _ => throw new InvalidRequestException("codec", $"{(int)codec}", "PRORES_422_HQ, DNXHR_HQX or H264"),
    };

    public static V1.PictureCodec ToMessage(this PictureCodec codec) => codec switch
    {
        PictureCodec.ProRes422Hq => V1.PictureCodec.Prores422Hq,
        PictureCodec.DnxhrHqx => V1.PictureCodec.DnxhrHqx,
        PictureCodec.H264 => V1.PictureCodec.H264,
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, null),
    };

    public static FitPolicy ToFit(this V1.FitPolicy fit) => fit switch
    {
        V1.FitPolicy.Unspecified or V1.FitPolicy.Fill => FitPolicy.Fill,
        V1.FitPolicy.Fit => FitPolicy.Fit,
        V1.FitPolicy.Crop => FitPolicy.Crop,
        _ => throw new InvalidRequestException("sequence.fit", $"{(int)fit}", "FILL, FIT or CROP"),
    };

    public static V1.FitPolicy ToMessage(this FitPolicy fit) => fit switch
    {
        FitPolicy.Fill => V1.FitPolicy.Fill,
        FitPolicy.Fit => V1.FitPolicy.Fit,
        FitPolicy.Crop => V1.FitPolicy.Crop,
        _ => throw new ArgumentOutOfRangeException(nameof(fit), fit, null),
    };

    public static ConditioningRole ToRole(this V1.ConditioningRole role, int index) => role switch
    {
        V1.ConditioningRole.Frame => ConditioningRole.Frame,
        V1.ConditioningRole.Clip => ConditioningRole.Clip,
        V1.ConditioningRole.Sound => ConditioningRole.Sound,
        V1.ConditioningRole.Cast => ConditioningRole.Cast,
        _ => throw new InvalidRequestException($"conditioning[{index}].role", $"{(int)role}", "FRAME, CLIP, SOUND or CAST"),
    };

    public static V1.ConditioningRole ToMessage(this ConditioningRole role) => role switch
    {
        ConditioningRole.Frame => V1.ConditioningRole.Frame,
        ConditioningRole.Clip => V1.ConditioningRole.Clip,
        ConditioningRole.Sound => V1.ConditioningRole.Sound,
        ConditioningRole.Cast => V1.ConditioningRole.Cast,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };

    public static StemKind ToStem(this V1.StemKind stem, string field) => stem switch
    {
        V1.StemKind.Dialogue => StemKind.Dialogue,
        V1.StemKind.Effects => StemKind.Effects,
        V1.StemKind.Ambience => StemKind.Ambience,
        V1.StemKind.Music => StemKind.Music,
        _ => throw new InvalidRequestException(field, $"{(int)stem}", "DIALOGUE, EFFECTS, AMBIENCE or MUSIC"),
    };

    public static V1.StemKind ToMessage(this StemKind stem) => stem switch
    {
        StemKind.Dialogue => V1.StemKind.Dialogue,
        StemKind.Effects => V1.StemKind.Effects,
        StemKind.Ambience => V1.StemKind.Ambience,
        StemKind.Music => V1.StemKind.Music,
        _ => throw new ArgumentOutOfRangeException(nameof(stem), stem, null),
    };

    public static V1.JobState ToMessage(this JobState state) => state switch
    {
        JobState.Queued => V1.JobState.Queued,
        JobState.Running => V1.JobState.Running,
        JobState.Succeeded => V1.JobState.Succeeded,
        JobState.Failed => V1.JobState.Failed,
        JobState.Cancelled => V1.JobState.Cancelled,
        JobState.Quarantined => V1.JobState.Quarantined,
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    /// <summary>Null for "any".</summary>
    public static JobState? ToState(this V1.JobState state) => state switch
    {
        V1.JobState.Unspecified => null,
        V1.JobState.Queued => JobState.Queued,
        V1.JobState.Running => JobState.Running,
        V1.JobState.Succeeded => JobState.Succeeded,
        V1.JobState.Failed => JobState.Failed,
        V1.JobState.Cancelled => JobState.Cancelled,
        V1.JobState.Quarantined => JobState.Quarantined,
        _ => throw new InvalidRequestException("state", $"{(int)state}", "QUEUED, RUNNING, SUCCEEDED, FAILED, CANCELLED or QUARANTINED"),
    };
}
