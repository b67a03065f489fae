"""Intervals hold what they should."""

import math
import unittest

import numpy as np

from training.evaluation.bootstrap import above, difference_of, mean_of, ratio_of


class Bootstrap(unittest.TestCase):
    def test_an_interval_surrounds_the_value_and_narrows_with_more_shots(self):
        draws = np.random.default_rng(1).normal(5, 2, 400)
        few, many = mean_of(draws[:20]), mean_of(draws)
        self.assertTrue(few.low < few.value < few.high)
        self.assertLess(many.high - many.low, few.high - few.low)
        self.assertTrue(many.low < 5.3 and many.high > 4.7)

    def test_nothing_measured_is_no_number(self):
        self.assertTrue(math.isnan(mean_of([]).value))
        self.assertEqual(str(mean_of([])), "not measurable")
        self.assertIsNone(mean_of([]).as_json()["value"])

    def test_a_ratio_weighs_shots_by_their_counts(self):
        self.assertAlmostEqual(ratio_of([1, 0, 0], [3, 1, 0]).value, 0.25)

    def test_one_group_above_another(self):
        self.assertEqual(above([3, 4], [1, 2]).value, 1.0)
        self.assertEqual(above([1, 1], [1, 1]).value, 0.5)

    def test_a_difference_of_equal_groups_holds_zero(self):
        values = list(np.random.default_rng(2).random(50))
        figure = difference_of(values, values[::-1])
        self.assertTrue(figure.low < 0 < figure.high)


if __name__ == "__main__":
    unittest.main()
