namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>What a row of the denoiser's sequence stands for; kinds follow each other in this order.</summary>
internal enum RowKind
{
    Text,

    /// <summary>A given still; not noisy.</summary>
    CleanPicture,
    Picture,

    /// <summary>The first stem; the others follow.</summary>
    FirstStem,
}
