"""What hangs on other shots is asked for as the sampler was trained: clips of a second, whole latent frames, one kind a batch."""

import unittest

import torch

from training.evaluation.edits import measure
from training.evaluation.making import Wanted, rendered
from training.evaluation.observation import Shot
from training.evaluation.runs.given import CLIP_FRAMES, WINDOW_FRAMES, beside, edit_cases, long_pieces, piece_case
from training.models.config import MiniAvConfig
from training.models.critic import Critic

SAMPLE_RATE = 24000


class Recorder:
    """Stands where a generator stands and answers with the shot it is given, one frame value a window."""

    class model:
        config = MiniAvConfig()

    def __init__(self):
        self.asked: list[Wanted] = []

    def shots(self, wanted):
        for one in wanted:
            self.asked.append(one)
            video = torch.full((one.frames, 3, 96, 160), len(self.asked), dtype=torch.uint8)
            yield Shot(video, torch.full((3, one.frames * 1000), len(self.asked) / 100))


class Given(unittest.TestCase):
    def test_a_piece_is_led_from_window_to_window(self):
        recorder = Recorder()
        [piece] = long_pieces(recorder, [piece_case(0, 8.0)], 8.0)
        self.assertEqual(len(piece.video), 192)
        self.assertEqual([sorted(one.given) for one in recorder.asked], [[], ["before", "mix_before"], ["before", "mix_before"]])
        led = recorder.asked[2].given
        self.assertEqual(led["before"].shape, (3, CLIP_FRAMES, 96, 160))
        self.assertEqual(float(led["before"][0, -1, 0, 0]), float(torch.tensor(2.0).div(127.5).sub(1)))
        self.assertAlmostEqual(float(led["mix_before"][0]), 0.06)
        self.assertEqual(len({one.seed for one in recorder.asked}), 3)

    def test_clip_and_window_are_no_longer_than_what_is_made_at_once(self):
        config = MiniAvConfig()
        self.assertEqual(CLIP_FRAMES, config.denoiser.context * config.video.temporal)
        self.assertEqual(CLIP_FRAMES + WINDOW_FRAMES, config.denoiser.window * config.video.temporal)

    def test_nothing_beside_is_nothing_given(self):
        self.assertEqual(beside(None, None), {})

    def test_an_edit_s_scenes_differ_in_what_is_asked_alone(self):
        for edit in edit_cases(3, SAMPLE_RATE):
            before, after = edit.before.scene.attributes(), edit.case.scene.attributes()
            self.assertEqual([name for name in before if before[name] != after[name]], [edit.attribute])
            self.assertEqual(edit.case.values(edit.attribute), {edit.value})
            found = measure(edit, edit.true, Critic().eval())
            self.assertGreater(found.likeness, 80)
            self.assertTrue(found.untouched is None or found.untouched > 30)

    def test_a_piece_shows_one_thing_that_stays(self):
        for index in range(4):
            case = piece_case(index, 6.0)
            self.assertTrue(case.single and case.scene.camera == "static")
            x = case.scene.tracks(torch.arange(0, 6, 0.5).numpy())[0, :, 0]
            self.assertTrue(((x > 0) & (x < 1)).all())

    def test_music_goes_through_its_own_code(self):
        self.assertEqual(rendered(piece_case(2, 4.0), SAMPLE_RATE).stems.shape[0], len(MiniAvConfig().denoiser.stems))


if __name__ == "__main__":
    unittest.main()
