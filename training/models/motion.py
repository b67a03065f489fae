"""MiniAv's motion: where everything goes and when it sounds, decided before there is a picture.

A motion sheet [frames, 33] holds, for each frame, ten numbers for each of three subjects and three for the camera, all near unit
scale (`SCALES`). The motion denoiser draws one from the text as the denoiser draws latents; the denoiser is then told what it
says, row by row (`picture_features`, `sound_features`). A path is a few numbers and is learned in minutes, where a picture
model alone has to find out from noise that the rows of a dozen latent frames must show one thing falling. And what is struck
when is then one fact for picture and sound.
"""

import math

import torch
from torch import nn
from torch.nn import functional as F

from .config import MiniAvConfig, VideoConfig
from .denoiser import Block, TextEncoder, reference_kind, rms_norm, rotary_angles, sinusoid

SUBJECTS, SUBJECT_NUMBERS, CAMERA_NUMBERS = 3, 10, 3
X, Y, RADIUS, ROLL, TURN, PHASE, STRIKE = 0, 1, 2, 3, 5, 7, 9          # the angles are pairs of sine and cosine
NUMBERS = SUBJECTS * SUBJECT_NUMBERS + CAMERA_NUMBERS
# what to multiply a number with, after its middle was taken away: x and y as shares of the picture, radius in picture heights,
# strength 0..1, the camera's x in picture heights, its zoom and its y in picture heights
SCALES = ([4.0, 5.0, 8.0] + [1.0] * 6 + [3.0]) * SUBJECTS + [6.0, 5.0, 6.0]
MIDDLES = ([0.5, 0.6, 0.0] + [0.0] * 6 + [0.0]) * SUBJECTS + [0.0, 1.0, 0.0]
# A strike is a bell over the frames around it, so that it can be drawn from noise and still lie between two frames.
BELL_FRAMES = 0.8
WEAKEST_STRIKE = 0.1
FLOOR = 0.02               # of a bell beside its peak, where its logarithm is taken
CELLS = 4                  # cells of a picture row, each axis: whether a subject covers them
BINS = 16                  # of a sound row: how hard something is struck then
BIN_BELL_SECONDS = 0.008
PHASES = 4                 # moments of a sound row at which the phase of steps and wings is told

GROUP = VideoConfig().temporal                                         # frames of a row
PICTURE_FEATURES = GROUP * (SUBJECTS * (CELLS * CELLS + 6) + CAMERA_NUMBERS)
SOUND_FEATURES = SUBJECTS * (BINS + 2 * PHASES)


def to_sheet(tracks, state_angles, strikes, camera) -> torch.Tensor:
    """[frames, 33] of tracks [subjects, frames, 3], angles [subjects, frames, 3] (roll, turn, phase), strikes as lists of (frame,
    strength) a subject, and camera [frames, 3]. Subjects that are not there stay 0 in every number."""
    frames = camera.shape[0]
    sheet = torch.zeros(frames, NUMBERS)
    at = torch.arange(frames, dtype=torch.float32)
    scales, middles = torch.tensor(SCALES), torch.tensor(MIDDLES)
    for n in range(min(len(tracks), SUBJECTS)):
        angles = state_angles[n]
        pairs = torch.stack([angles.sin(), angles.cos()], -1).flatten(1)
        strike = torch.zeros(frames)
        for frame, strength in strikes[n]:
            strike = torch.maximum(strike, strength * torch.exp(-0.5 * ((at - frame) / BELL_FRAMES) ** 2))
        part = slice(n * SUBJECT_NUMBERS, (n + 1) * SUBJECT_NUMBERS)
        sheet[:, part] = (torch.cat([tracks[n], pairs, strike[:, None]], 1) - middles[part]) * scales[part]
    sheet[:, -CAMERA_NUMBERS:] = (camera - middles[-CAMERA_NUMBERS:]) * scales[-CAMERA_NUMBERS:]
    return sheet


def subjects_of(sheet):
    """[..., frames, 33] to [..., subjects, frames, 10], as tracks are counted; camera [..., frames, 3] at unit scale."""
    subjects = sheet[..., : SUBJECTS * SUBJECT_NUMBERS].unflatten(-1, (SUBJECTS, SUBJECT_NUMBERS)).transpose(-2, -3)
    scales, middles = (torch.tensor(x[:SUBJECT_NUMBERS]).to(sheet.device) for x in (SCALES, MIDDLES))
    return subjects / scales + middles, sheet[..., SUBJECTS * SUBJECT_NUMBERS :]


def strikes_of(bells):
    """Peaks of bells [..., frames]: strength (0 where there is no peak) and where it lies, in frames from the one it is at."""
    before, after = F.pad(bells, (1, 0))[..., :-1], F.pad(bells, (0, 1))[..., 1:]
    peak = (bells >= WEAKEST_STRIKE) & (bells > before) & (bells >= after)
    low, middle, high = (x.clamp(min=FLOOR).log() for x in (before, bells, after))
    # a bell is a parabola in its logarithm
    offset = ((high - low) / (4 * middle - 2 * low - 2 * high).clamp(min=1e-3)).clamp(-0.5, 0.5)
    strength = (bells * torch.exp(0.5 * (offset / BELL_FRAMES) ** 2)).clamp(max=1.0)
    return torch.where(peak, strength, 0.0), offset


def picture_features(sheet, height: int, width: int):
    """What each picture row is told, [b, frames / 4 * height * width, PICTURE_FEATURES], of sheets [b, frames, 33]; height and
    width in rows."""
    subjects, camera = subjects_of(sheet)
    b, _, frames, _ = subjects.shape
    y = (torch.arange(height * CELLS, dtype=torch.float32, device=sheet.device) + 0.5) / (height * CELLS)
    x = (torch.arange(width * CELLS, dtype=torch.float32, device=sheet.device) + 0.5) / (width * CELLS)
    aspect, cell = width / height, 1 / (height * CELLS)
    radius = subjects[..., RADIUS, None, None]
    down = y[:, None] - subjects[..., Y, None, None]
    across = (x - subjects[..., X, None, None]) * aspect
    distance = (down.square() + across.square()).sqrt()
    covered = ((radius - distance) / cell + 0.5).clamp(0, 1) * (radius / 0.04).clamp(0, 1)
    # [b, s, t, GROUP, h, CELLS, w, CELLS] to [b, t, h, w, s, GROUP, cells]
    covered = covered.reshape(b, SUBJECTS, frames // GROUP, GROUP, height, CELLS, width, CELLS)
    covered = covered.permute(0, 2, 4, 6, 1, 3, 5, 7).flatten(6)
    angles = subjects[..., ROLL:STRIKE].reshape(b, SUBJECTS, frames // GROUP, GROUP, 6).transpose(1, 2)[:, :, None, None]
    there = covered.amax(-1, keepdim=True)
    told = torch.cat([covered, angles * there], -1).flatten(4)
    camera = camera.reshape(b, frames // GROUP, 1, 1, GROUP * CAMERA_NUMBERS).expand(-1, -1, height, width, -1)
    return torch.cat([told, camera], -1).flatten(1, 3)


def sound_features(sheet, rows: int, seconds_per_frame: float, seconds_per_row: float, start: float = 0.0):
    """What each row of the effects is told, [b, rows, SOUND_FEATURES]; the first row begins `start` seconds after the sheet."""
    subjects, _ = subjects_of(sheet)
    strength, offset = strikes_of(subjects[..., STRIKE])
    frames = sheet.shape[1]
    device = sheet.device
    at = (torch.arange(frames, dtype=torch.float32, device=device) + offset) * seconds_per_frame
    bins = start + (torch.arange(rows * BINS, dtype=torch.float32, device=device) + 0.5) * (seconds_per_row / BINS)
    apart = (bins[:, None] - at[..., None, :]) / BIN_BELL_SECONDS
    struck = (strength[..., None, :] * torch.exp(-0.5 * apart.square())).amax(-1)
    moments = start + (torch.arange(rows * PHASES, dtype=torch.float32, device=device) + 0.5) * (seconds_per_row / PHASES)
    nearest = (moments / seconds_per_frame + 0.5).floor().long().clamp(0, frames - 1)
    phase = subjects[..., PHASE : PHASE + 2][:, :, nearest]
    told = torch.cat([struck.unflatten(2, (rows, BINS)), phase.unflatten(2, (rows, PHASES)).flatten(3)], -1)
    return told.transpose(1, 2).flatten(2)


def waves(frames: int) -> torch.Tensor:
    """The orthonormal cosine transform (DCT-II) [frequency, frame]."""
    at = (torch.arange(frames, dtype=torch.float64) + 0.5) * math.pi / frames
    basis = torch.cos(torch.arange(frames, dtype=torch.float64)[:, None] * at) * math.sqrt(2 / frames)
    basis[0] /= math.sqrt(2)
    return basis.float()


class MotionDenoiser(nn.Module):
    """One packed sequence: text | given picture rows | motion, a row of 4 frames a latent frame.

    Built as the denoiser is, a little smaller, with a text encoder of its own: a picture's encoder forgets what only motion needs,
    as the camera's way. A motion row is [frequency, number]: the cosine
    transform of its frames, divided by `deviation`. Paths are smooth, and so is what is left of noise in fast waves.
    """

    TEXT, CLEAN, MOTION, FIRST_REFERENCE = 0, 1, 2, 3

    def __init__(self, config: MiniAvConfig = MiniAvConfig()):
        super().__init__()
        c = config.denoiser
        self.config = c
        row = config.video.temporal * NUMBERS
        self.text = TextEncoder(c)
        self.text_in = nn.Linear(c.width, c.width)
        self.clean_in = nn.Linear(config.video.channels * c.patch * c.patch, c.width)
        self.motion_in = nn.Linear(row, c.width)
        modalities = self.FIRST_REFERENCE + c.cast
        self.modality = nn.Parameter(torch.randn(modalities, c.width) * 0.02)
        self.time_in = nn.Linear(c.width, c.width)
        self.time_out = nn.Linear(c.width, 6 * c.width)
        self.text_mean_in = nn.Linear(c.width, c.width)
        self.text_mean_out = nn.Linear(c.width, 6 * c.width)
        self.modality_modulation = nn.Parameter(torch.zeros(modalities, 6, c.width))
        self.blocks = nn.ModuleList(Block(c) for _ in range(c.motion_blocks))
        self.leave_modulation = nn.Parameter(torch.zeros(2, c.width))
        self.register_buffer("deviation", torch.ones(config.video.temporal, SUBJECT_NUMBERS + CAMERA_NUMBERS))
        self.motion_out = nn.Linear(c.width, row)
        self.motion_skip = nn.Linear(c.width, row)
        for layer in (self.time_out, self.text_mean_out, self.motion_out, self.motion_skip):
            nn.init.zeros_(layer.weight)
            nn.init.zeros_(layer.bias)

    def fit(self, sheets) -> None:
        """Takes `deviation` from the first subjects of sheets [b, frames, 33]: the root of each wave's loudness, so that loud
        ones still stand out from the noise first, mean square 1."""
        size = (waves(len(self.deviation)) @ sheets.unflatten(1, (-1, len(self.deviation)))).square().mean((0, 1)).sqrt()
        size = torch.cat([size[:, :SUBJECT_NUMBERS], size[:, -CAMERA_NUMBERS:]], 1)
        # rounded as a pack stores it
        self.deviation.copy_((size * size.mean()).sqrt().clamp(min=0.01).bfloat16())

    def _deviation(self):
        return torch.cat([self.deviation[:, :SUBJECT_NUMBERS]] * SUBJECTS + [self.deviation[:, SUBJECT_NUMBERS:]], 1)

    def rows_of(self, sheets):
        """[b, frames, 33] to [b, frames / 4, 4 * 33]."""
        basis = waves(len(self.deviation)).to(sheets.device)
        return (basis @ sheets.unflatten(1, (-1, len(basis))) / self._deviation()).flatten(2)

    def sheet_of(self, rows):
        """[b, n, 4 * 33] to [b, 4 * n, 33]."""
        basis = waves(len(self.deviation)).to(rows.device)
        return (basis.T @ (rows.unflatten(2, (len(basis), -1)) * self._deviation())).flatten(1, 2)

    def kinds_of(self, given):
        """Modalities of given picture rows, from the denoiser's (`Given`)."""
        first = reference_kind(self.config, 0)
        return torch.where(given.kinds >= first, given.kinds - first + self.FIRST_REFERENCE, self.CLEAN)

    def forward(self, text, given, motion, positions, sigma):
        """One velocity estimate of motion rows [b, n, 4 * 33]. text [b, nt, width] from `self.text`; of `given` the picture rows are
        read, the source of an edit among them; positions [nt + given + n, 3]; sigma [b]."""
        kinds = torch.cat([torch.full((text.shape[1],), self.TEXT), self.kinds_of(given), torch.full((motion.shape[1],), self.MOTION)]).to(text.device)
        x = torch.cat([self.text_in(text), self.clean_in(given.picture), self.motion_in(motion)], 1)
        x = x + self.modality[kinds].to(x.dtype)
        embedded = F.silu(self.time_in(sinusoid(F.pad(sigma[:, None], (1, 0)) * 1000.0, self.config.width, 10000.0)))
        told = self.text_mean_out(F.silu(self.text_mean_in(text.mean(1))))
        still, noisy = (self.time_out(embedded) + told[:, None]).unflatten(-1, (6, -1)).unbind(1)
        table = torch.stack([still, still, noisy] + [still] * self.config.cast, 1) + self.modality_modulation
        rows = F.one_hot(kinds, len(self.modality)).to(x.dtype)
        angles = rotary_angles(positions, self.config)
        rotary = (angles.cos().to(x.dtype), angles.sin().to(x.dtype))
        for block in self.blocks:
            x = block(x, table, rows, rotary)
        shift, scale = self.leave_modulation.to(x.dtype)
        x = rms_norm(x[:, -motion.shape[1] :]) * (1 + scale) + shift
        return self.motion_out(x) + self.motion_skip(embedded[:, 1:]) * motion
