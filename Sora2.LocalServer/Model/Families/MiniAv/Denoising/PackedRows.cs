using Sora2.LocalServer.Model.Families.MiniAv.Configuration;

namespace Sora2.LocalServer.Model.Families.MiniAv.Denoising;

/// <summary>Positions and kinds of all rows of the denoiser's sequence, in its order.</summary>
/// <param name="Positions">Three numbers a row, see <see cref="RowPositions"/>.</param>
/// <param name="Kinds">See <see cref="RowKind"/>.</param>
internal sealed record PackedRows(float[] Positions, long[] Kinds)
{
    /// <param name="soundStart">When the first sound row begins, seconds.</param>
    public static PackedRows Of(ShotGeometry shot, MiniAvConfig config, int textRows, GivenRows given, double soundStart)
    {
        var stems = config.Denoiser.Stems.Count;
        var heard = RowPositions.OfSound(shot.SoundRows, config.SecondsPerSoundRow, soundStart);
        return new PackedRows(
            [
                .. RowPositions.OfText(textRows), .. given.PicturePositions, .. given.SoundPositions,
                .. RowPositions.OfFrames(shot, shot.LatentFrames, 0), .. Enumerable.Repeat(heard, stems).SelectMany(run => run),
            ],
            [
                .. Enumerable.Repeat((long)RowKind.Text, textRows), .. given.PictureKinds,
                .. Enumerable.Repeat(config.Denoiser.CleanSoundKind, given.SoundRows),
                .. Enumerable.Repeat((long)RowKind.Picture, shot.PictureRows),
                .. Enumerable.Range(0, stems).SelectMany(stem => Enumerable.Repeat((long)RowKind.FirstStem + stem, shot.SoundRows)),
            ]);
    }
}
