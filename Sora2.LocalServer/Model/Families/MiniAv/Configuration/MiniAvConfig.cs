using System.Text.Json;
using Sora2.LocalServer.Model.Families.MiniAv.Motion;

namespace Sora2.LocalServer.Model.Families.MiniAv.Configuration;

/// <summary>Numbers that define one MiniAv model: the pack's config.json.</summary>
internal sealed record MiniAvConfig
{
    private const int MaxConfigLength = 1 << 20;

    private static readonly JsonSerializerOptions s_json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        MaxDepth = 8,
    };

    public required VideoConfig Video { get; init; }

    public required SoundConfig Sound { get; init; }

    /// <summary>The code of the music stem, where the denoiser makes one.</summary>
    public required MusicConfig Music { get; init; }

    public required DenoiserConfig Denoiser { get; init; }

    /// <summary>Numbers of one picture row.</summary>
    public int PictureRowWidth => Video.Channels * Denoiser.Patch * Denoiser.Patch;

    /// <summary>Numbers of one sound row.</summary>
    public int SoundRowWidth => Sound.Channels * Denoiser.SoundPatch;

    /// <summary>Numbers of one motion row: the frames of a latent frame.</summary>
    public int MotionRowWidth => Video.Temporal * MotionSheet.NumbersPerFrame;

    /// <summary>Seconds of one sound row.</summary>
    public double SecondsPerSoundRow => (double)Sound.LatentHop * Denoiser.SoundPatch / Sound.SampleRate;

    /// <exception cref="InvalidDataException">Not a configuration of this family, or numbers that cannot be.</exception>
    public static MiniAvConfig Read(string path)
    {
        if (new FileInfo(path).Length > MaxConfigLength)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} is longer than {MaxConfigLength} bytes.");
        }

        try
        {
            var config = JsonSerializer.Deserialize<MiniAvConfig>(File.ReadAllBytes(path), s_json)
                ?? throw new InvalidDataException($"{Path.GetFileName(path)} is empty.");
            config.Check();
            return config;
        }
        catch (JsonException error)
        {
            throw new InvalidDataException($"{Path.GetFileName(path)} is no MiniAv configuration ({error.Message})", error);
        }
    }

    private static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new InvalidDataException($"The pack's configuration cannot be: {what}.");
        }
    }

    private static void CheckLevels(string part, IReadOnlyList<int> widths, IReadOnlyList<int> blocks, int levels)
    {
        Require(widths.Count == levels && widths.All(width => width is > 0 and <= 4096), $"the picture {part} has {levels} widths of 1 to 4096");
        Require(blocks.Count == levels && blocks.All(count => count is >= 0 and <= 64), $"the picture {part} has {levels} block counts of 0 to 64");
    }

    private void Check()
    {
        CheckVideo();
        Require(
            Sound is { SampleRate: >= 8000 and <= 192000, Stride: > 0 and <= 64, Bands: > 1 and <= 1024, Channels: > 0 and <= 256, Width: > 0 and <= 4096, Blocks: >= 0 and <= 64 },
            "the sound autoencoder's numbers are too small or too big");
        Require(Sound is { Window: > 0 and <= 8192, Hop: > 0 } && Sound.Window == 4 * Sound.Hop, "the Fourier window is four hops long");
        Require(
            Music is { SampleRate: > 0, Hop: > 0 and <= 8192, Stride: > 0 and <= 64, Bands: > 0 and <= 128, Lowest: >= 0 and <= 127, NoiseBands: > 0 and <= 64 }
                and { NoiseWindow: > 0 and <= 4095, Channels: > 0 and <= 256, Width: > 0 and <= 4096, Blocks: >= 0 and <= 64 } && Music.NoiseWindow % 2 == 1,
            "the music autoencoder's numbers are too small or too big");
        Require(
            !Denoiser.HasMusic || (Music.Channels == Sound.Channels && Music.LatentHop == Sound.LatentHop && Music.SampleRate == Sound.SampleRate),
            "music and sound have as many channels, latents a second and samples a second");
        Require(
            Denoiser is { Width: > 0 and <= 16384, Heads: > 0, Hidden: > 0 and <= 65536, Blocks: > 0 and <= 256, TextBlocks: >= 0 and <= 64 },
            "the denoiser's numbers are too small or too big");
        Require(
            Denoiser is { MotionBlocks: > 0 and <= 256, PictureMotion: MotionFeatures.PictureWidth, SoundMotion: MotionFeatures.SoundWidth },
            $"1 to 256 motion blocks; rows are told {MotionFeatures.PictureWidth} and {MotionFeatures.SoundWidth} numbers of the motion");
        Require(Denoiser.Width % (2 * Denoiser.Heads) == 0, "the denoiser's width is a multiple of twice its heads");
        Require(
            Denoiser is { Vocabulary: > 2 and <= 1 << 20, MaxText: > 0 and <= 4096, TextMultiple: > 0 } && Denoiser.MaxText % Denoiser.TextMultiple == 0,
            "the text's numbers are too small or too big");
        Require(Denoiser is { Patch: > 0 and <= 8, SoundPatch: > 0 and <= 64 }, "patches are 1 to 8 and 1 to 64 latents");
        Require(Denoiser.Stems.Count is > 0 and <= 16, "1 to 16 stems");
        Require(Denoiser is { Context: > 0 } && Denoiser.Window > Denoiser.Context, "a window is longer than what leads it");
        Require(Denoiser.Cast is >= 0 and <= 16, "up to 16 references");
        Require(
            Denoiser is { RotaryTime: > 1, RotarySpace: > 1 } && Denoiser.RotaryTime + (2 * Denoiser.RotarySpace) == Denoiser.Head / 2,
            "the rotated pairs fill half a head");
        Require(
            Denoiser.WavelengthTime is [> 0, > 0] && Denoiser.WavelengthSpace is [> 0, > 0], "wavelengths are a first and a last one above 0");
    }

    private void CheckVideo()
    {
        Require(
            Video is { Spatial: 16, Temporal: VideoConfig.FramesPerLatentFrame, Channels: > 0 and <= 256 },
            $"the picture autoencoder folds 16x16 pixels and {VideoConfig.FramesPerLatentFrame} frames into at most 256 channels");
        CheckLevels("encoder", Video.Encoder, Video.EncoderBlocks, 3);
        CheckLevels("decoder", Video.Decoder, Video.DecoderBlocks, 3);
        var (down, up) = (Video.Encoder, Video.Decoder);
        // Steps down and up have shortcuts without weights, which average and repeat whole groups of channels.
        Require(
            4 * down[0] % down[1] == 0 && 4 * down[1] % down[2] == 0,
            "four times a width of the picture encoder is a multiple of the next");
        Require(
            4 * up[0] % up[1] == 0 && 4 * up[1] % up[2] == 0,
            "four times a width of the picture decoder is a multiple of the next");
    }
}
