import math
import unittest

import torch

from training.export_music import SMALL, parity_tensors, small
from training.models.config import MusicConfig
from training.models.music_autoencoder import MusicAutoencoder, phases, semitones
from training.models.sound_autoencoder import unstack
from training.world.sound.music import music

RATE = 24000


def loudest(samples):
    """Semitone bands as MIDI numbers, by the code's own filters, in the middle of the samples."""
    model = MusicAutoencoder()
    roots = unstack(model.band_roots(samples), model.config.stride)
    return roots[0, :, roots.shape[2] // 2].argsort(descending=True) + model.config.lowest


class MusicAutoencoderTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        torch.manual_seed(1)
        cls.model = MusicAutoencoder().requires_grad_(False)
        cls.sounds = torch.stack([torch.from_numpy(music(mood, tempo, "A", 4 * RATE, RATE, tempo))
                                  for tempo in (80, 100, 120, 140) for mood in ("happy", "sad", "calm", "tense")])
        cls.model.fit_base(cls.model.band_roots(cls.sounds).transpose(1, 2).flatten(0, 1))

    def test_encode_GivesChannelsOfUnitVarianceThatSayDifferentThings(self):
        latent = self.model.encode(self.sounds).transpose(1, 2).flatten(0, 1)
        self.assertEqual((16 * 100, 32), tuple(latent.shape))
        self.assertLess((latent.T @ latent / len(latent) - torch.eye(32)).abs().max(), 0.01)
        self.assertLess(latent.mean(0).abs().max(), 0.01)

    def test_encode_TellsASineItsSemitoneAndAmplitude(self):
        for note in (40, 57, 69, 88):
            frequency = semitones(MusicConfig())[note - 24].item()
            sine = 0.3 * torch.sin(2 * math.pi * frequency / RATE * torch.arange(RATE))[None]
            roots = unstack(self.model.band_roots(sine), self.model.config.stride)[0, :, 25]
            self.assertEqual(note - 24, roots.argmax())
            self.assertAlmostEqual(0.3, roots.max().item() ** 2, delta=0.01)

    def test_decode_GivesSilenceForSilence(self):
        latent = self.model.encode(torch.zeros(1, RATE // 960 * 960))
        self.assertLess(self.model.decode(latent, torch.randn(1, RATE // 960 * 960)).abs().max(), 1e-6)

    def test_decode_KeepsANotesPitchAndLoudness(self):
        amplitude = torch.zeros(1, 84, 50)
        amplitude[0, 69 - 24] = 0.3
        sound = self.model.tones(amplitude)[0, 960:-960]
        self.assertAlmostEqual(0.3 / 2**0.5, sound.pow(2).mean().sqrt().item(), delta=0.001)
        self.assertEqual(440, torch.fft.rfft(sound, RATE).abs().argmax())

    def test_decode_OfMusicSoundsTheNotesThatWerePlayed(self):
        calm = self.sounds[2:3]
        decoded = self.model.decode(self.model.encode(calm), torch.zeros(1, 4 * RATE))
        self.assertIn(loudest(calm)[0].item(), loudest(decoded)[:2].tolist())

    def test_phases_OfALateFrameAreThoseOfItsSample(self):
        frames = 50 * 600 + 1
        place = (frames - 1) * 480 - 240
        expected = math.sin(2 * math.pi * (440 * place % RATE / RATE + 45 * 0.6180339887498949))
        self.assertAlmostEqual(expected, phases(MusicConfig(), frames)[0, 69 - 24, -1].item(), delta=1e-5)

    def test_parityTensors_HearEveryPathAndStayFinite(self):
        model, tensors = small(), parity_tensors(small())
        self.assertTrue(torch.isfinite(tensors["music.decoded"]).all())
        without = model.decode(tensors["music.latent"], torch.zeros_like(tensors["music.noise"]))
        self.assertGreater((without - tensors["music.decoded"]).abs().max(), 0.01)
        self.assertEqual((2, 6 * SMALL.latent_hop), tuple(tensors["music.decoded"].shape))


if __name__ == "__main__":
    unittest.main()
