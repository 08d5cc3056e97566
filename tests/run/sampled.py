"""What the room's shared run plays: four actors, two environments of each evaluation with their twins."""

from overt.evaluations import everything

FAMILIES = everything()
ACTORS = ("schemer", "fumbler", "discloser", "refuser")
SEED, EPOCHS, SPEC = 3, 2, "AS1,GP4"
