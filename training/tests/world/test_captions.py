"""Captions of real scenes: their promises about languages, wordings and agreement."""

import re
import unittest

from training.world.captions import caption, corpus, english, evaluation_prompt, french
from training.world.scene import sample_scene

WORD = re.compile(r"[a-zà-ÿ'-]+")


def strings(tables):
    """Every wording in a module's tables."""
    if isinstance(tables, str):
        yield tables
    elif isinstance(tables, (tuple, list)):
        for item in tables:
            yield from strings(item)
    elif isinstance(tables, dict):
        for name, item in tables.items():
            if not str(name).startswith("_"):
                yield from strings(item)


class Captions(unittest.TestCase):
    def test_captions_are_lower_case_with_french_accents_at_most(self):
        for text in corpus(400, 1):
            self.assertRegex(text, r"^[a-z0-9 .,:;'àâçéèêîôûù-]+$")

    def test_the_same_seed_says_the_same(self):
        scene = sample_scene(5, 1.0)
        self.assertEqual(caption(scene, 9), caption(scene, 9))

    def test_held_out_captions_never_occur_in_training(self):
        training = set(corpus(2000, 1))
        for language in ("en", "fr"):
            for seed in range(200):
                self.assertNotIn(caption(sample_scene(seed, 1.0), seed, language, "held_out"), training)

    def test_held_out_wordings_use_only_words_of_training_ones(self):
        for language in (english, french):
            wordings = list(strings(vars(language)))
            known = {word for text in wordings if not text.startswith("*") for word in WORD.findall(text)}
            held = {word for text in wordings if text.startswith("*") for word in WORD.findall(text)}
            self.assertEqual(held - known, set(), language.__name__)

    def test_evaluation_prompts_name_every_attribute(self):
        scene = sample_scene(
            11, 1.0, {"thing": "ball", "colour": "green", "action": "bounce", "place": "park", "weather": "rain", "time": "night",
                      "camera": "zoom in", "count": "two"})
        for seed in range(50):
            prompts = [evaluation_prompt(scene, seed, language) for language in ("en", "fr")]
            for words in ("ball", "green|emerald", "bounc|hop|up and down", "park", "rain|downpour", "night|dark", "zoom|closer"):
                self.assertRegex(prompts[0], words)
            for words in ("balle|boule", "verte", "rebond", "parc", "pluie|pleut|averse", "nuit|noir", "zoom|rapproche"):
                self.assertRegex(prompts[1], words)

    def test_unknown_languages_are_refused(self):
        with self.assertRaisesRegex(ValueError, "'de'"):
            caption(sample_scene(1, 1.0), 1, "de")


if __name__ == "__main__":
    unittest.main()
