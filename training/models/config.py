"""Numbers that define one MiniAv model. The pack's config.json holds the same names."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class VideoConfig:
    spatial: int = 16          # pixels per latent, each axis
    temporal: int = 4          # frames per latent frame; group 0 is frames 0..3
    channels: int = 96         # of the latent
    encoder: tuple = (96, 192, 192)       # widths at 1/4, 1/8, 1/16 of the picture
    encoder_blocks: tuple = (2, 1, 2)
    decoder: tuple = (192, 192, 256)
    decoder_blocks: tuple = (3, 1, 1)


@dataclass(frozen=True)
class SoundConfig:
    sample_rate: int = 24000
    window: int = 960          # samples of the Fourier window (Hann)
    hop: int = 240             # samples between windows
    stride: int = 4            # windows per latent: 25 latents a second
    bands: int = 64            # mel bands of a window
    channels: int = 32         # of the latent
    width: int = 192
    blocks: int = 2            # at each of the two rates

    @property
    def bins(self) -> int:
        return self.window // 2 + 1

    @property
    def latent_hop(self) -> int:
        return self.hop * self.stride


@dataclass(frozen=True)
class DenoiserConfig:
    width: int = 256
    heads: int = 4
    hidden: int = 640          # of SwiGLU
    blocks: int = 8
    motion_blocks: int = 6     # of the motion denoiser
    picture_motion: int = 276  # numbers that a picture row and a sound row are told of the motion
    sound_motion: int = 72
    text_blocks: int = 2
    vocabulary: int = 1280
    max_text: int = 64         # rows; longer prompts are cut
    text_multiple: int = 8     # text rows are padded to a multiple of this
    patch: int = 2             # latents per picture row, each axis
    sound_patch: int = 4       # latents per sound row
    stems: tuple = ("effects", "ambience", "music")
    window: int = 24           # latent frames made at once, and of what is beside them at most
    context: int = 6
    cast: int = 2              # references that a shot can be given
    rotary_time: int = 16      # rotated pairs for seconds, then y, then x
    rotary_space: int = 8
    # wavelengths, geometric from first to last: seconds, and picture half-heights
    wavelength_time: tuple = (0.25, 32.0)
    wavelength_space: tuple = (0.25, 8.0)

    @property
    def head(self) -> int:
        return self.width // self.heads


@dataclass(frozen=True)
class MusicConfig:
    sample_rate: int = 24000
    hop: int = 480             # samples between frames
    stride: int = 2            # frames per latent: 25 latents a second
    bands: int = 84            # semitones from `lowest` upwards
    lowest: int = 24           # MIDI number of C1
    longest: int = 6144        # samples of the windows of low notes
    shortest: int = 960        # and of high ones
    noise_bands: int = 8
    noise_window: int = 255
    channels: int = 32         # of the latent
    width: int = 128
    blocks: int = 3

    @property
    def latent_hop(self) -> int:
        return self.hop * self.stride


@dataclass(frozen=True)
class MiniAvConfig:
    video: VideoConfig = field(default_factory=VideoConfig)
    sound: SoundConfig = field(default_factory=SoundConfig)
    music: MusicConfig = field(default_factory=MusicConfig)
    denoiser: DenoiserConfig = field(default_factory=DenoiserConfig)
