"""The physics of scenes: what falls, swings, meets and topples does it as things do."""

import unittest

import numpy as np

from training.world import bodies, encounters, physics
from training.world.scene import sample_scene
from training.world.vocabulary import ACTION_WEIGHTS, EVENT_KINDS, MOTION_KINDS

SEEDS = range(12)


def scenes(seeds=SEEDS, seconds=4.0, **fixed):
    return (sample_scene(seed, seconds, fixed) for seed in seeds)


def column(subject, index):
    return subject.state[:, index]


class Motion(unittest.TestCase):
    def test_nothing_sinks_into_the_ground(self):
        for thing, deeds in ACTION_WEIGHTS.items():
            for action in deeds:
                for scene in scenes(range(3), thing=thing, action=action):
                    if scene.surface == "water":
                        continue
                    for subject in scene.subjects:
                        lying = subject.action == "topple" and subject.kind != "cube"
                        least = bodies.HALF_WIDTHS[subject.kind] * subject.radius if lying else subject.radius * 0.96
                        self.assertGreaterEqual(column(subject, physics.HEIGHT).min(), least - 0.012, (thing, action, scene.seed))

    def test_bounces_lose_the_share_of_speed_that_their_materials_take(self):
        for scene in scenes(action="bounce", thing="ball", count="one"):
            ball = scene.subjects[0]
            back = bodies.restitution(ball.material, scene.surface)
            hits = [event for event in scene.events if event.kind == "impact"]
            gaps = np.diff([event.time for event in hits])
            for earlier, later in zip(gaps, gaps[1:]):     # between contacts a flight lasts as long as its speed is great
                self.assertAlmostEqual(later / earlier, back, places=3)

    def test_a_free_fall_keeps_the_acceleration_of_gravity(self):
        for scene in scenes(action="fall", thing="cube", count="one"):
            height = column(scene.subjects[0], physics.HEIGHT)
            first = next(event.time for event in scene.events if event.kind == "impact")
            rows = slice(int(0.12 * physics.RATE), int(first * physics.RATE) - 2)
            acceleration = np.diff(height[rows], 2) * physics.RATE**2
            self.assertTrue(np.allclose(acceleration, -physics.GRAVITY, atol=1e-3))

    def test_collisions_keep_momentum_and_gain_no_energy(self):
        for scene in scenes(range(40), action="collide"):
            pair = scene.subjects[:2]
            time = next(event.time for event in scene.events if event.kind == "impact" and event.surface != "water" and event.subject in (0, 1))
            at = int(time * physics.RATE)
            speeds = [np.gradient(column(subject, physics.X)) * physics.RATE for subject in pair]
            masses = [encounters.mass(subject) for subject in pair]
            before, after = ([speed[n] for speed in speeds] for n in (at - 3, at + 5))
            scale = sum(m * abs(v) for m, v in zip(masses, before))
            self.assertLess(abs(np.dot(masses, before) - np.dot(masses, after)), 0.05 * scale)
            self.assertLess(np.dot(masses, np.square(after)), np.dot(masses, np.square(before)))

    def test_who_collides_touches_and_never_overlaps(self):
        for scene in scenes(range(40), action="collide"):
            first, second = scene.subjects[:2]
            apart = np.abs(column(first, physics.X) - column(second, physics.X))
            reach = sum(bodies.HALF_WIDTHS[subject.kind] * subject.radius for subject in (first, second))
            self.assertGreater(apart.min(), reach - 1e-6)
            self.assertLess(apart.min(), reach + 0.02)

    def test_what_topples_ends_lying_a_quarter_turn_on(self):
        for thing in ("bottle", "lamp"):
            for scene in scenes(thing=thing, action="topple", count="one"):
                subject = scene.subjects[0]
                self.assertAlmostEqual(abs(column(subject, physics.ROLL)[-1]), np.pi / 2, places=2)
                self.assertLess(column(subject, physics.HEIGHT)[-1], 0.6 * subject.radius)
                self.assertTrue(any(event.kind == "impact" for event in scene.events))

    def test_a_stack_ends_on_the_ground_side_by_side(self):
        for scene in scenes(thing="cube", action="topple"):
            edge = 2 * bodies.CUBE_EDGE * scene.subjects[0].radius
            places = sorted(column(subject, physics.X)[-1] for subject in scene.subjects)
            self.assertGreater(np.diff(places).min(), 0.98 * edge)
            for level, subject in enumerate(scene.subjects):
                self.assertAlmostEqual(column(subject, physics.HEIGHT)[0], subject.radius + level * edge, places=6)
                self.assertAlmostEqual(column(subject, physics.HEIGHT)[-1], subject.radius, places=3)

    def test_a_pendulum_keeps_its_rope_and_gains_no_energy(self):
        for scene in scenes(action="swing", count="one"):
            subject = scene.subjects[0]
            angle = column(subject, physics.ROLL)
            x, height = column(subject, physics.X), column(subject, physics.HEIGHT)
            pivot = x[0] - subject.rope * np.sin(angle[0])
            self.assertTrue(np.allclose(np.hypot(x - pivot, physics.ROPE_TOP - height), subject.rope))
            self.assertLessEqual(np.abs(angle).max(), abs(angle[0]) + 1e-3)

    def test_what_is_light_floats_and_what_is_heavy_sinks(self):
        for scene in scenes(range(30), action="splash", camera="static", count="one"):
            subject = scene.subjects[0]
            end = column(subject, physics.HEIGHT)[-1] / subject.radius
            if subject.material in ("rubber", "wood"):
                self.assertGreater(end, -0.4)
            elif subject.material in ("steel", "stone"):
                self.assertLess(end, -1.0)
            self.assertTrue(any(event.kind == "splash" for event in scene.events))

    def test_feet_land_when_the_phase_passes_a_step(self):
        for action in ("walk", "run"):
            for scene in scenes(thing="person", action=action, count="one"):
                phase = column(scene.subjects[0], physics.PHASE)
                for event in scene.events:
                    at = np.interp(event.time * physics.RATE, np.arange(len(phase)), phase) / np.pi
                    self.assertAlmostEqual(at, round(at), places=3)

    def test_a_voice_is_silent_while_the_mouth_is_shut(self):
        for scene in scenes(action="talk", count="one"):
            voice = next(motion for motion in scene.motions if motion.kind == "voice")
            phase = np.interp(voice.times * physics.RATE, np.arange(len(scene.subjects[0].state)), column(scene.subjects[0], physics.PHASE))
            self.assertTrue(np.allclose(voice.level, np.sin(phase) ** 2, atol=0.02))
            self.assertGreater(voice.level.max(), 0.9)

    def test_events_are_in_order_and_of_the_known_kinds(self):
        for seed in range(150):
            scene = sample_scene(seed, 2.5)
            times = [event.time for event in scene.events]
            self.assertEqual(times, sorted(times))
            self.assertTrue(all(0 <= time < scene.duration for time in times))
            self.assertLessEqual({event.kind for event in scene.events}, set(EVENT_KINDS))
            self.assertLessEqual({motion.kind for motion in scene.motions}, set(MOTION_KINDS))


if __name__ == "__main__":
    unittest.main()
