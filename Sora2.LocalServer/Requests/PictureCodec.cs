namespace Sora2.LocalServer.Requests;

/// <summary>What the picture file is written as.</summary>
public enum PictureCodec
{
    /// <summary>ProRes 422 HQ, 10 bit, QuickTime.</summary>
    ProRes422Hq,

    /// <summary>DNxHR HQX, 10 bit, QuickTime.</summary>
    DnxhrHqx,

    /// <summary>H.264 High, 8 bit, MP4.</summary>
    H264,
}
