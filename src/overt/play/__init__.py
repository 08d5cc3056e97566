"""Playing environments: `play` is the one loop, `Episode` its state, which any of its turns restores."""

from overt.play.episode import Episode
from overt.play.loop import play
from overt.play.player import Player, View

__all__ = ["Episode", "Player", "View", "play"]
