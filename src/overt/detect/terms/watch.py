"""The watch list: terms and their forms, as data."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, TypeAdapter, ValidationError

from overt.detect.terms.words import LONGEST, words
from overt.errors import OvertError
from overt.world.messages import Frozen

_SHIPPED = Path(__file__).with_name("watch.yaml")
_FORM = TypeAdapter(dict[str, dict[str, Annotated[list[str], Field(min_length=1)]]])


class Watched(Frozen):
    """A term, the group it is listed in, and the forms that count as it."""

    term: str
    group: str
    forms: tuple[str, ...]


def watch_list(path: Path | None = None) -> tuple[Watched, ...]:
    """Return the shipped list, or the one in a YAML file of the same form: group, then term, then its forms.

    Raises:
        OvertError: the file cannot be read, or a form in it is not one to three words.
    """
    file = path or _SHIPPED
    try:
        groups = _FORM.validate_python(yaml.safe_load(file.read_text(encoding="utf-8")), strict=True)
    except OSError as fault:
        raise OvertError(f"--watch {file}: {fault.strerror}; give a YAML file") from fault
    except (UnicodeDecodeError, yaml.YAMLError) as fault:
        raise OvertError(f"{file} cannot be read as YAML; write `group: {{term: [form, …]}}`") from fault
    except ValidationError as fault:
        place = ", ".join(str(part) for part in fault.errors()[0]["loc"]) or "top"
        raise OvertError(
            f"{file}, {place}: write `group: {{term: [form, …]}}`; quote words such as 'no'"
        ) from fault
    return tuple(
        Watched(term=term, group=group, forms=tuple(dict.fromkeys(_folded(file, term, form) for form in forms)))
        for group, of in groups.items()
        for term, forms in of.items()
    )


def _folded(file: Path, term: str, form: str) -> str:
    found = words(form)
    if not 1 <= len(found) <= LONGEST:
        raise OvertError(f"{file}, {term}, {form!r}: a form is one to {LONGEST} words of letters")
    return " ".join(found)
