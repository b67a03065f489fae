using System.Globalization;
using Sora2.LocalServer.Clips;
using Sora2.LocalServer.Media.Bwf;

namespace Sora2.LocalServer.Media.Sound;

/// <summary>Reads stems as they were delivered: one channel of each, for both are equal.</summary>
internal static class StemFiles
{
    private const string Allowed = "a 24-bit 48 kHz stereo stem as delivered, as long as the shot";

    /// <param name="files">By kind.</param>
    /// <param name="first">First sample taken.</param>
    /// <param name="samples">So many from there on.</param>
    /// <param name="mayEnd">Whether a file may end before; the rest is then silent.</param>
    /// <returns>In ±<see cref="StemMix.FullScale"/>.</returns>
    /// <exception cref="InvalidMediaException">No stem file as delivered, or too short.</exception>
    public static async Task<IReadOnlyDictionary<StemKind, int[]>> ReadAsync(
        IReadOnlyDictionary<StemKind, string> files, int first, int samples, bool mayEnd, CancellationToken cancellationToken)
    {
        var stems = new Dictionary<StemKind, int[]>();
        foreach (var (kind, path) in files)
        {
            BwfReader file;
            try
            {
                file = await BwfReader.ReadAsync(path, cancellationToken);
            }
            catch (InvalidDataException error)
            {
                throw new InvalidMediaException($"no stem ({error.Message.TrimEnd('.')})", Allowed);
            }

            if (file.SampleRate != StemMix.SampleRate || file.ChannelCount != BwfWriter.ChannelCount || (!mayEnd && file.Samples.Length < (long)(first + samples) * BwfWriter.ChannelCount))
            {
                throw new InvalidMediaException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"a {kind} stem of {file.ChannelCount} channels at {file.SampleRate} Hz with {file.Samples.Length / Math.Max(1, file.ChannelCount)} of {first + samples} samples"),
                    Allowed);
            }

            var stem = new int[samples];
            for (var i = 0; i < samples && (first + i) * BwfWriter.ChannelCount < file.Samples.Length; i++)
            {
                stem[i] = file.Samples[(first + i) * BwfWriter.ChannelCount];
            }

            stems[kind] = stem;
        }

        return stems;
    }
}
