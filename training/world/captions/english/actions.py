"""What subjects do, in English."""

from ..facts import STAYING, TRAVELLING, Group, plural
from ..grammar import Chooser
from .subjects import BE

# Action: (third person, plural, participle), in several wordings.
ACTIONS = {
    "bounce": (
        ("bounces", "bounce", "bouncing"),
        ("bounces", "bounce", "bouncing"),
        ("bounces up and down", "bounce up and down", "bouncing up and down"),
        ("keeps bouncing", "keep bouncing", "that keeps bouncing"),
        ("falls and bounces", "fall and bounce", "falling and bouncing"),
        ("hops", "hop", "hopping"),
        ("jumps up and down", "jump up and down", "jumping up and down"),
        ("bounces again and again", "bounce again and again", "bouncing again and again"),
        ("*goes up and down, bouncing", "*go up and down, bouncing", "*going up and down, bouncing"),
    ),
    "roll": (
        ("rolls", "roll", "rolling"),
        ("rolls along", "roll along", "rolling along"),
        ("rolls by", "roll by", "rolling by"),
        ("rolls across", "roll across", "rolling across"),
        ("rolls past", "roll past", "rolling past"),
        ("*keeps rolling", "*keep rolling", "*rolling and rolling"),
    ),
    "slide": (
        ("slides", "slide", "sliding"),
        ("slides along", "slide along", "sliding along"),
        ("slides across", "slide across", "sliding across"),
        ("glides", "glide", "gliding"),
        ("slides and comes to a stop", "slide and come to a stop", "sliding to a stop"),
        ("*keeps sliding", "*keep sliding", "*gliding along"),
    ),
    "fall": (
        ("falls", "fall", "falling"),
        ("falls down", "fall down", "falling down"),
        ("drops to the ground", "drop to the ground", "dropping to the ground"),
        ("drops", "drop", "dropping"),
        ("falls from above", "fall from above", "falling from above"),
        ("falls from the sky", "fall from the sky", "falling from the sky"),
        ("*drops down", "*drop down", "*dropping down"),
    ),
    "rise": (
        ("rises", "rise", "rising"),
        ("goes up", "go up", "going up"),
        ("floats up", "float up", "floating up"),
        ("rises into the air", "rise into the air", "rising into the air"),
        ("rises into the sky", "rise into the sky", "rising into the sky"),
        ("drifts upwards", "drift upwards", "drifting upwards"),
        ("*floats up into the air", "*float up into the air", "*floating up into the air"),
    ),
    "fly": (
        ("flies", "fly", "flying"),
        ("flies by", "fly by", "flying by"),
        ("flies past", "fly past", "flying past"),
        ("flies through the air", "fly through the air", "flying through the air"),
        ("flies across the sky", "fly across the sky", "flying across the sky"),
        ("soars", "soar", "soaring"),
        ("*goes by in the air", "*go by in the air", "*going by in the air"),
    ),
    "drive": (
        ("drives", "drive", "driving"),
        ("drives by", "drive by", "driving by"),
        ("drives along", "drive along", "driving along"),
        ("drives past", "drive past", "driving past"),
        ("drives through", "drive through", "driving through"),
        ("passes by", "pass by", "passing by"),
        ("cruises by", "cruise by", "cruising by"),
        ("*goes by", "*go by", "*going by"),
    ),
    "sail": (
        ("sails", "sail", "sailing"),
        ("sails by", "sail by", "sailing by"),
        ("sails past", "sail past", "sailing past"),
        ("floats along", "float along", "floating along"),
        ("*sails along", "*sail along", "*sailing along"),
    ),
    "walk": (
        ("walks", "walk", "walking"),
        ("walks", "walk", "walking"),
        ("walks along", "walk along", "walking along"),
        ("walks by", "walk by", "walking by"),
        ("walks past", "walk past", "walking past"),
        ("strolls", "stroll", "strolling"),
        ("takes a walk", "take a walk", "taking a walk"),
        ("goes for a walk", "go for a walk", "going for a walk"),
        ("*goes by, walking", "*go by, walking", "*going by, walking"),
    ),
    "dance": (
        ("dances", "dance", "dancing"),
        ("dances", "dance", "dancing"),
        ("keeps dancing", "keep dancing", "that keeps dancing"),
        ("dances on the spot", "dance on the spot", "dancing on the spot"),
        ("dances to the beat", "dance to the beat", "dancing to the beat"),
        ("moves to the beat", "move to the beat", "moving to the beat"),
        ("*dances and dances", "*dance and dance", "*dancing and dancing"),
    ),
    "stand still": (
        ("stands still", "stand still", "standing still"),
        ("stands", "stand", "standing"),
        ("does not move", "do not move", "that does not move"),
        ("stays still", "stay still", "staying still"),
        ("is still", "are still", "that is still"),
        ("stands motionless", "stand motionless", "standing motionless"),
        ("*stands there", "*stand there", "*that stands there"),
    ),
    "spin": (
        ("spins", "spin", "spinning"),
        ("turns around", "turn around", "turning around"),
        ("spins on the spot", "spin on the spot", "spinning on the spot"),
        ("spins around", "spin around", "spinning around"),
        ("rotates", "rotate", "rotating"),
        ("twirls", "twirl", "twirling"),
        ("*turns and turns", "*turn and turn", "*turning and turning"),
    ),
    "run": (
        ("runs", "run", "running"),
        ("runs", "run", "running"),
        ("runs by", "run by", "running by"),
        ("runs past", "run past", "running past"),
        ("runs along", "run along", "running along"),
        ("jogs", "jog", "jogging"),
        ("sprints", "sprint", "sprinting"),
        ("goes for a run", "go for a run", "going for a run"),
        ("*goes by, running", "*go by, running", "*going by, running"),
    ),
    "wave": (
        ("waves", "wave", "waving"),
        ("waves", "wave", "waving"),
        ("waves a hand", "wave a hand", "waving a hand"),
        ("waves hello", "wave hello", "waving hello"),
        ("waves at the camera", "wave at the camera", "waving at the camera"),
        ("greets the camera", "greet the camera", "greeting the camera"),
        ("waves goodbye", "wave goodbye", "waving goodbye"),
        ("*keeps waving", "*keep waving", "*that keeps waving"),
    ),
    "talk": (
        ("talks", "talk", "talking"),
        ("speaks", "speak", "speaking"),
        ("talks to the camera", "talk to the camera", "talking to the camera"),
        ("speaks to the camera", "speak to the camera", "speaking to the camera"),
        ("says something", "say something", "saying something"),
        ("is talking", "are talking", "talking"),
        ("tells a story", "tell a story", "telling a story"),
        ("*keeps talking", "*keep talking", "*that keeps talking"),
    ),
    "swing": (
        ("swings", "swing", "swinging"),
        ("swings on a rope", "swing on a rope", "swinging on a rope"),
        ("swings back and forth", "swing back and forth", "swinging back and forth"),
        ("swings from a rope", "swing from a rope", "swinging from a rope"),
        ("hangs from a chain and swings", "hang from a chain and swing", "hanging from a chain and swinging"),
        ("swings like a pendulum", "swing like a pendulum", "swinging like a pendulum"),
        ("sways on a rope", "sway on a rope", "swaying on a rope"),
        ("*hangs on a rope and sways back and forth", "*hang on a rope and sway back and forth",
            "*swaying back and forth on a rope"),
    ),
    "float": (
        ("floats", "float", "floating"),
        ("floats on the water", "float on the water", "floating on the water"),
        ("bobs up and down", "bob up and down", "bobbing up and down"),
        ("bobs on the waves", "bob on the waves", "bobbing on the waves"),
        ("drifts on the water", "drift on the water", "drifting on the water"),
        ("drifts", "drift", "drifting"),
        ("*floats up and down on the waves", "*float up and down on the waves", "*floating up and down on the waves"),
    ),
    "splash": (
        ("splashes into the water", "splash into the water", "splashing into the water"),
        ("falls into the water", "fall into the water", "falling into the water"),
        ("falls into the sea", "fall into the sea", "falling into the sea"),
        ("drops into the water", "drop into the water", "dropping into the water"),
        ("plunges into the water", "plunge into the water", "plunging into the water"),
        ("falls into the water with a splash", "fall into the water with a splash", "falling into the water with a splash"),
        ("makes a splash", "make a splash", "making a splash"),
        ("*drops into the sea with a splash", "*drop into the sea with a splash", "*dropping into the sea with a splash"),
    ),
    "collide": (
        ("collides", "collide", "colliding"),
        ("crashes", "crash into each other", "crashing into each other"),
        ("bumps into something", "bump into each other", "bumping into each other"),
        ("hits something", "hit each other", "hitting each other"),
        ("collides and bounces off", "collide and bounce off", "colliding and bouncing off"),
        ("has a collision", "meet in a collision", "meeting in a collision"),
        ("*bumps into something and bounces off", "*meet and bounce off each other", "*meeting and bouncing off"),
    ),
    "topple": (
        ("topples over", "topple over", "toppling over"),
        ("topples", "topple", "toppling"),
        ("falls over", "fall over", "falling over"),
        ("tips over", "tip over", "tipping over"),
        ("tumbles", "tumble", "tumbling"),
        ("loses its balance and falls over", "lose their balance and fall over", "losing balance and falling over"),
        ("*tips and falls", "*tip and fall", "*tipping and falling"),
    ),
}

DIRECTIONS = {
    "left": ("to the left", "from right to left", "towards the left", "leftwards", "*from the right to the left"),
    "right": ("to the right", "from left to right", "towards the right", "rightwards", "*from the left to the right"),
}

SIDES = {
    "left": ("on the left", "on the left side", "on the left of the frame", "*to the left of the picture"),
    "right": ("on the right", "on the right side", "on the right of the frame", "*to the right of the picture"),
    "middle": ("in the middle", "in the middle of the picture", "in the centre", "in the center of the frame"),
}

MEANWHILE = {"verb": ("while", "as", "and"), "participle": ("while", "as")}

# `that` in a participle speaks of one; these are its plurals.
RELATIVES = {"that keeps": "that keep", "that does": "that do", "that stands": "that stand", "that is": "that are"}


def action(chooser: Chooser, groups: tuple[Group, ...], form: str, plain: bool = False) -> str:
    """The verb of all groups together, as `verb`, `participle` or `tag`; unless plain with direction or side."""
    first, many = groups[0], plural(groups)
    rows = ACTIONS[first.action]
    if form == "tag":
        return chooser.pick([row[2] for row in rows if "that " not in row[2]]) if chooser.chance(0.3) else rows[0][2]
    if form == "verb" and chooser.chance(0.25):
        participles = [row[2] for row in rows if "that " not in row[2]]
        chosen = f"{BE[many]} {chooser.pick(participles)}"
    else:
        chosen = chooser.pick([row[2 if form == "participle" else int(many)] for row in rows])
    if many:
        for single, several in RELATIVES.items():
            chosen = chosen.replace(single, several)
    if plain:
        return chosen
    directions = {group.direction for group in groups}
    if first.action in TRAVELLING and len(directions) == 1 and first.direction in DIRECTIONS and chooser.chance(0.55):
        return f"{chosen} {chooser.pick(DIRECTIONS[first.direction])}"
    if first.action in STAYING and len(groups) == 1 and first.side and chooser.chance(0.2):
        return f"{chosen} {chooser.pick(SIDES[first.side])}"
    return chosen


def meanwhile(chooser: Chooser, verb: str, rest: str, form: str) -> str:
    """Joins what others do to what the first does."""
    return f"{verb} {chooser.pick(MEANWHILE[form])} {rest}"
