"""Captions of real scenes and edits of them: their promises about languages, wordings, words and agreement."""

import re
import unittest

from training.world.captions import (
    EDITED, LANGUAGES, caption, corpus, english, evaluation_prompt, french, instruction, vocabulary_words)
from training.world.captions.facts import facts_of
from training.world.captions.grammar import SLOT, WORD
from training.world.scene import sample_scene
from training.world.vocabulary import ACTION_WEIGHTS, VOCABULARY

TEXT = r"^[a-z0-9 .,:;'@àâçéèêîôûùïœ-]+$"

NIGHT = {
    "thing": "ball", "colour": "green", "action": "bounce", "place": "park", "weather": "rain", "time": "night",
    "camera": "zoom in", "count": "two"}


def strings(tables):
    """Every wording in a language's tables, held-out ones with their mark."""
    if isinstance(tables, str):
        yield tables
    elif isinstance(tables, (tuple, list)):
        for item in tables:
            yield from strings(item)
    elif isinstance(tables, dict):
        for item in tables.values():
            yield from strings(item)


def wordings(language):
    for module in language.TABLES:
        yield from strings([table for name, table in vars(module).items() if name.isupper()])


def every_scene(seconds: float = 1.5):
    """A scene for each value of the vocabulary, and each action of each thing."""
    fixed = [{attribute: value} for attribute, values in VOCABULARY.items() for value in values]
    fixed += [{"thing": thing, "action": action} for thing, actions in ACTION_WEIGHTS.items() for action in actions]
    for seed, overrides in enumerate(fixed):
        yield sample_scene(seed, seconds, overrides)


class Captions(unittest.TestCase):
    def test_every_value_can_be_said_in_lower_case_with_french_accents_at_most(self):
        for seed, scene in enumerate(every_scene()):
            for language in LANGUAGES:
                for wording in ("train", "held_out"):
                    self.assertRegex(caption(scene, seed, language, wording), TEXT)

    def test_the_same_seed_says_the_same(self):
        scene = sample_scene(5, 1.0)
        self.assertEqual(caption(scene, 9), caption(scene, 9))

    def test_held_out_captions_never_occur_in_training(self):
        training = set(corpus(2000, 1))
        for language in LANGUAGES:
            for seed in range(200):
                self.assertNotIn(caption(sample_scene(seed, 1.0), seed, language, "held_out"), training)

    def test_held_out_wordings_are_no_training_ones(self):
        for language in (english, french):
            plain = {text for text in wordings(language) if not text.startswith("*")}
            held = {text[1:] for text in wordings(language) if text.startswith("*")}
            self.assertEqual(held & plain, set(), language.__name__)

    def test_held_out_wordings_use_only_words_of_training_ones(self):
        for name, language in LANGUAGES.items():
            held = {word for text in wordings(language) if text.startswith("*") for word in WORD.findall(SLOT.sub(" ", text))}
            self.assertEqual(held - set(vocabulary_words(name)), set(), name)

    def test_evaluation_prompts_name_every_attribute(self):
        scene = sample_scene(11, 1.0, NIGHT)
        for seed in range(50):
            prompts = [evaluation_prompt(scene, seed, language) for language in ("en", "fr")]
            for words in (
                    "ball|sphere", "green|emerald", "bounc|hop|up and down", "park", "rain|downpour", "night|dark", "zoom|closer"):
                self.assertRegex(prompts[0], words)
            for words in ("balle|boule", r"vert", "rebond", "parc", "pluie|pleut|averse", "nuit|noir", "zoom|rapproche"):
                self.assertRegex(prompts[1], words)

    def test_simple_wishes_are_what_it_was_trained_on(self):
        scene = sample_scene(4, 1.5, {
            "thing": "ball", "colour": "red", "action": "bounce", "place": "wooden floor", "weather": "rain", "count": "one"})
        said = {caption(scene, seed) for seed in range(6000)}
        self.assertTrue(any(text.startswith("a red ball bounces on a wooden floor in the rain") for text in said))

    def test_colours_agree_in_french(self):
        for thing, right in (("ball", "(balle|boule)s? vert(es?| vif)"), ("cube", "(cube|bloc)s? vert(s?| vif)")):
            scene = sample_scene(2, 1.0, {"thing": thing, "colour": "green", "count": "one"})
            for seed in range(60):
                text = caption(scene, seed, "fr")
                if "vert " in text + " ":
                    self.assertRegex(text + " ", right + "[ ,.:;]")

    def test_articles_and_elisions_are_drawn_together(self):
        for text in corpus(1500, 30):
            self.assertIsNone(re.search(r"\b(a [aeio]|de le |à le |que il|de un|de [aeiouéêî])", text), text)

    def test_unknown_languages_are_refused(self):
        with self.assertRaisesRegex(ValueError, "'de'"):
            caption(sample_scene(1, 1.0), 1, "de")


class Cast(unittest.TestCase):
    def test_a_name_hides_what_is_known_of_a_subject(self):
        scene = sample_scene(6, 1.0, {"thing": "ball", "colour": "purple", "count": "one", "camera": "static"})
        for seed in range(200):
            english_text, french_text = (caption(scene, seed, language, cast={0: "@1"}) for language in ("en", "fr"))
            self.assertIn("@1", english_text)
            self.assertNotRegex(english_text, r"\b(ball|sphere|purple|violet|small|tiny|large|big|huge|rubber|glass|steel)\b")
            self.assertNotRegex(french_text, r"\b(balle|boule|violette?|petite|grande|caoutchouc|verre|acier)\b")

    def test_two_names_are_two_subjects(self):
        scene = sample_scene(8, 1.0, {"thing": "person", "count": "two"})
        for seed in range(50):
            text = evaluation_prompt(scene, seed, cast={0: "@1", 1: "@2"})
            self.assertTrue("@1" in text and "@2" in text, text)

    def test_names_and_numbers_beyond_the_cast_are_refused(self):
        scene = sample_scene(6, 1.0, {"count": "one"})
        for cast in ({1: "@1"}, {0: "@3"}, {0: "ball"}):
            with self.assertRaisesRegex(ValueError, "names are"):
                caption(scene, 1, cast=cast)


class Relations(unittest.TestCase):
    def test_sides_are_those_of_the_picture(self):
        told = 0
        for seed in range(80):
            scene = sample_scene(seed, 1.0, {"count": "two"})
            relations = facts_of(scene).relations
            tracks = scene.tracks([0.0, 0.5, 1.0])
            if "left" in relations:
                self.assertTrue((tracks[0, :, 0] < tracks[1, :, 0]).all())
                told += 1
            if "behind" in relations:
                self.assertLess(scene.subjects[0].lane, scene.subjects[1].lane)
        self.assertGreater(told, 5)


class Instructions(unittest.TestCase):
    def setUp(self):
        self.ball = sample_scene(6, 1.0, {"thing": "ball", "colour": "purple", "count": "one"}).subjects[0]
        self.person = sample_scene(6, 1.0, {"thing": "person", "colour": "purple", "count": "one"}).subjects[0]

    def test_every_edit_is_told_in_fifteen_ways_and_more(self):
        for attribute in EDITED:
            for value in VOCABULARY[attribute]:
                for language in LANGUAGES:
                    texts = {instruction(attribute, value, self.ball, seed, language).rstrip(".") for seed in range(150)}
                    self.assertGreaterEqual(len(texts), 15, (attribute, value, language))
                    for text in texts:
                        self.assertRegex(text, TEXT)

    def test_edits_name_the_value(self):
        named = {
            ("time", "night"): ("night|dark", "nuit|noir"), ("weather", "snow"): ("snow", "neig"),
            ("place", "beach"): ("beach|sea|sand", "plage|mer"), ("colour", "blue"): ("blue|azure", "bleu"),
            ("thing", "cube"): ("cube|box|block", "cube|bloc")}
        for (attribute, value), words in named.items():
            for subject in (self.ball, self.person):
                for language, said in zip(LANGUAGES, words):
                    for wording in ("train", "held_out"):
                        for seed in range(100):
                            self.assertRegex(instruction(attribute, value, subject, seed, language, wording), said)

    def test_usual_edits_are_among_them(self):
        for attribute, value, language, text in (
                ("time", "night", "en", "make it night"), ("colour", "blue", "en", "turn the ball blue"),
                ("weather", "snow", "en", "let it snow"),
                ("place", "beach", "en", "now at the beach"), ("thing", "cube", "en", "replace the ball with a cube"),
                ("time", "night", "fr", "passe en nuit"), ("thing", "cube", "fr", "remplace la balle par un cube")):
            self.assertIn(text, {instruction(attribute, value, self.ball, seed, language) for seed in range(3000)})

    def test_held_out_edits_never_occur_in_training(self):
        for attribute in EDITED:
            value = VOCABULARY[attribute][1]
            for language in LANGUAGES:
                training = {instruction(attribute, value, self.ball, seed, language).rstrip(".") for seed in range(1000)}
                held = {instruction(attribute, value, self.ball, seed, language, "held_out").rstrip(".") for seed in range(200)}
                self.assertEqual(training & held, set())

    def test_a_cast_name_hides_the_thing(self):
        for attribute, value in (("colour", "blue"), ("thing", "cube"), ("place", "park")):
            for language in LANGUAGES:
                for seed in range(100):
                    text = instruction(attribute, value, self.ball, seed, language, cast="@1")
                    self.assertNotRegex(text, r"\b(ball|sphere|purple|violet|balle|boule)\b")

    def test_attributes_and_values_beyond_the_world_are_refused(self):
        for attribute, value in (("camera", "static"), ("colour", "beige")):
            with self.assertRaisesRegex(ValueError, value):
                instruction(attribute, value, self.ball, 1)


class Words(unittest.TestCase):
    def test_captions_and_edits_say_no_other_words(self):
        known = {language: set(vocabulary_words(language)) for language in LANGUAGES}
        for seed, scene in enumerate(every_scene()):
            for language in LANGUAGES:
                texts = [caption(scene, seed * 40 + n, language, ("train", "held_out")[n % 2]) for n in range(40)]
                for attribute in EDITED:
                    value = VOCABULARY[attribute][seed % len(VOCABULARY[attribute])]
                    texts += [instruction(attribute, value, scene.subjects[0], seed * 8 + n, language) for n in range(8)]
                for text in texts:
                    self.assertEqual({word for word in WORD.findall(text)} - known[language], set(), text)

    def test_function_words_are_known_and_what_the_world_has_not_is_not(self):
        self.assertLessEqual({"a", "the", "in", "while", "and", "of", "is", "handheld"}, set(vocabulary_words("en")))
        self.assertLessEqual({"un", "une", "le", "la", "l", "et", "qui", "dans", "épaule"}, set(vocabulary_words("fr")))
        self.assertFalse({"dragon", "elephant", "saxophone"} & set(vocabulary_words("en")))


if __name__ == "__main__":
    unittest.main()
