"""How often English uses a word: the frequency list that reasoning is held against."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from overt.errors import OvertError


@dataclass(frozen=True, slots=True)
class Reference:
    """Word frequencies as shares of all words. A word that is not listed is rarer than the `rarest` that is."""

    name: str
    shares: Mapping[str, float]
    rarest: float

    def per_1000(self, word: str) -> float:
        """Return a word's rate per 1,000 words, 0 where it is not listed; of `clerk's` as of `clerk`."""
        return 1000 * max(self.shares.get(word, 0.0), self.shares.get(word.removesuffix("'s"), 0.0))

    def ceiling(self, word: str) -> float:
        """Return the same, for a word that is not listed the rate of the rarest listed: it has no more."""
        return max(self.per_1000(word), 1000 * self.rarest)


def english() -> Reference:
    """Return wordfreq's large English list: web, subtitles, books, news and talk, words above 1 in 100 million.

    Raises:
        OvertError: wordfreq is not installed.
    """
    try:
        from wordfreq import get_frequency_dict
    except ModuleNotFoundError:
        raise OvertError("terms needs wordfreq; install it with: pip install 'overt[words]'") from None
    shares: dict[str, float] = get_frequency_dict("en", wordlist="large")
    return Reference(name="wordfreq, large English list", shares=shares, rarest=min(shares.values()))
