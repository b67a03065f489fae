namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>What a row of the denoiser's sequence stands for; after the stems come references and given sound.</summary>
internal enum RowKind
{
    Text,

    /// <summary>A given still, or frames of a given clip; not noisy.</summary>
    CleanPicture,
    Picture,

    /// <summary>The first stem; the others follow.</summary>
    FirstStem,
}
