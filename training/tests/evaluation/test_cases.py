"""Prompts that measure: both languages, no training seeds, special scenes as they should be."""

import unittest

from training.evaluation.cases import FIRST_SEED, STEMS, cases
from training.shots import FIRST_VALIDATION_SEED


class Cases(unittest.TestCase):
    def test_prompts_come_in_both_languages_and_from_unseen_seeds(self):
        made = cases(12, 6, 4)
        self.assertEqual([case.language for case in made].count("fr"), 11)
        self.assertGreater(FIRST_SEED, FIRST_VALIDATION_SEED)
        self.assertTrue(all(case.scene.seed >= FIRST_SEED and case.prompt for case in made))

    def test_bounces_have_impacts_and_stills_are_silent(self):
        for case in cases(0, 6, 6):
            if case.purpose == "bounce":
                self.assertTrue(any(event.kind == "impact" for event in case.scene.events))
            else:
                self.assertTrue(case.silent)

    def test_music_is_named_where_the_scene_has_it_and_the_model_makes_it(self):
        for case in cases(16, 0, 0):
            self.assertEqual(case.music == "named", "music" in STEMS and case.scene.music is not None)


if __name__ == "__main__":
    unittest.main()
