namespace Sora2.LocalServer.Requests;

/// <summary>What a request asks for. A pack's capabilities say which of them it can do.</summary>
public enum ShotTask
{
    /// <summary>A new shot from text, with or without first and last frame.</summary>
    Shot,
    ExtendTail,
    ExtendHead,
    FillGap,
    Edit,
    Retake,
}
