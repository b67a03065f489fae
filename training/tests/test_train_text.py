"""What the text encoders are taught to tell from a scene's captions."""

import random
import unittest

from training.models.tokenizer import train
from training.train_text import CAPTIONS, FIRST_SEED, READ, Captions
from training.world.captions import CORPUS_SECONDS, corpus
from training.world.scene import sample_scene

SCENES = 12


class WhatIsRead(unittest.TestCase):
    def test_every_caption_has_its_scenes_attributes_and_music(self):
        seeds = range(FIRST_SEED, FIRST_SEED + SCENES)
        captions = Captions(seeds, "train", train(corpus(40, seed=0), 300))
        self.assertEqual(len(captions.rows), SCENES * CAPTIONS)
        ids, targets = captions.batch(random.Random(1), 8)
        self.assertEqual((len(ids), targets.shape), (8, (len(READ), 8)))
        music = {READ["music"][values[list(READ).index("music")]] for _, values in captions.rows}
        scenes = [sample_scene(seed, CORPUS_SECONDS) for seed in seeds]
        self.assertEqual(music, {scene.music[0] if scene.music else "none" for scene in scenes})
        self.assertGreater(len(music), 2)


if __name__ == "__main__":
    unittest.main()
