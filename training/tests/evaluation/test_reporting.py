"""Targets are judged by value and interval; figures are published between their marks only."""

import tempfile
import unittest
from pathlib import Path

from PIL import Image

from training.evaluation.bootstrap import NOTHING, Figure
from training.evaluation.reporting.publish import BEGIN, END, publish
from training.evaluation.reporting.report import Report, Section
from training.evaluation.reporting.targets import TARGETS, judged, reach

SYNC = Section("Sync", "How.", [
    ("contact to the nearest sound, median", "frames", {"generated": Figure(0.6, 0.3, 0.9, 40), "rendered": Figure(0.3, 0.2, 0.4, 40)}, {}),
    ("contacts heard within 2 frames", "share", {"generated": Figure(0.88, 0.8, 0.95, 40)}, {"sound of another shot": 0.2})])


def target(name):
    return next(one for one in TARGETS if one.name == name)


class Reporting(unittest.TestCase):
    def test_a_target_is_surely_reached_only_with_its_whole_interval(self):
        heard = target("contacts heard within 2 frames")
        for value, low, high, answer in (
                (0.95, 0.92, 0.98, "yes"), (0.92, 0.85, 0.98, "yes, not surely"), (0.88, 0.8, 0.95, "no, not surely"), (0.5, 0.4, 0.6, "no")):
            self.assertEqual(judged(heard, Figure(value, low, high, 9)), answer)

    def test_a_difference_counts_both_ways(self):
        apart = target("English minus French")
        for value, low, high, answer in (
                (-0.01, -0.02, 0.01, "yes"), (-0.01, -0.05, 0.03, "yes, not surely"), (-0.06, -0.2, 0.2, "no, not surely"), (-0.2, -0.3, -0.1, "no")):
            self.assertEqual(judged(apart, Figure(value, low, high, 9)), answer)

    def test_what_was_not_measured_is_not_reached(self):
        self.assertEqual(judged(TARGETS[0], NOTHING), "not measured")
        rows = {row["name"]: row for row in reach([SYNC], 64)}
        self.assertEqual(rows["prompts measured"]["reached"], "no")
        self.assertEqual(rows["contact to sound, median"]["reached"], "yes")
        self.assertEqual(rows["picture autoencoder"]["reached"], "not measured")

    def test_figures_stand_between_the_marks_and_nothing_else_changes(self):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            for path in ("models/sora2-mini/README.md", "docs/model.md"):
                (root / path).parent.mkdir(parents=True)
                (root / path).write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
            report = Report("evaluate", {"minutes": 3}, [SYNC], 64, ["Nothing."])
            publish(report, root, {"sheet.png": Image.new("RGB", (30, 20))})
            card, document = ((root / path).read_text(encoding="utf-8") for path in ("models/sora2-mini/README.md", "docs/model.md"))
            for text in (card, document):
                self.assertTrue(text.startswith("before\n") and text.endswith("\nafter\n") and "old" not in text)
                self.assertIn("| contacts heard within 2 frames | at least 0.9 | 0.88 [0.80, 0.95] | 40 | – | no, not surely |", text)
            self.assertIn("### Sync", card)
            self.assertNotIn("### Sync", document)
            self.assertTrue((root / "docs/pictures/sheet.png").exists())

    def test_a_missing_mark_is_named_and_nothing_is_written(self):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            for path, text in (("models/sora2-mini/README.md", f"{BEGIN}\n{END}\n"), ("docs/model.md", "no mark\n")):
                (root / path).parent.mkdir(parents=True)
                (root / path).write_text(text, encoding="utf-8")
            with self.assertRaisesRegex(ValueError, "docs/model.md must hold one line"):
                publish(Report("evaluate", {}, [SYNC], 64), root, {})
            self.assertEqual((root / "models/sora2-mini/README.md").read_text(encoding="utf-8"), f"{BEGIN}\n{END}\n")


if __name__ == "__main__":
    unittest.main()
