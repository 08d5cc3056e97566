"""What ships is what the recipe and the mixture in the package say, and small."""

from __future__ import annotations

import hashlib

from overt.organism.location import BASE, read_card
from overt.organism.mixture import mixture
from overt.organism.pretrain import Recipe
from overt.sampling import weights_hash


def test_the_card_is_of_these_weights_this_recipe_and_this_mixture():
    card = read_card(BASE)
    assert card["weights"] == weights_hash(BASE)
    assert card["recipe"] == Recipe().model_dump()
    assert card["mixture"] == hashlib.sha256(mixture().model_dump_json().encode()).hexdigest()


def test_the_base_is_at_most_ten_megabytes():
    assert sum(file.stat().st_size for file in BASE.iterdir()) < 10_000_000
