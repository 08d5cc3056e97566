"""A drawn figure as part of a page whose policy allows no inline style: styles become attributes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from xml.etree import ElementTree

from markupsafe import Markup

_SVG, _XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
_FONT_SIZE = re.compile(r"([0-9.]+px)")


def inline(drawn: str, name: str, label: str, marks: Mapping[str, tuple[str, str | None]]) -> Markup:
    """Return matplotlib's SVG as markup for a page.

    `name` goes before every id, so that two figures share none; `label` says what the figure is to those who
    cannot see it. `marks` has, by the id of a group, what it shows in words and the address that it links to.
    """
    root = ElementTree.fromstring(drawn)
    for parent in root.iter():
        for child in list(parent):
            if child.tag in (f"{_SVG}metadata", f"{_SVG}style"):
                parent.remove(child)
    for element in root.iter():
        _unstyle(element)
        if element.get("id") in marks:
            _link(element, *marks[element.attrib["id"]])
        _rename(element, name)
    root.attrib |= {"class": "figure", "role": "group", "aria-label": label, "stroke-linejoin": "round"}
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    ElementTree.register_namespace("", _SVG[1:-1])
    text = ElementTree.tostring(root, encoding="unicode")
    # HTML knows SVG without its namespaces, and a page that loads nothing should not look as if it did.
    return Markup(re.sub(r' xmlns(:\w+)?="[^"]*"', "", text))


def _unstyle(element: ElementTree.Element) -> None:
    for declaration in element.attrib.pop("style", "").split(";"):
        key, colon, value = declaration.partition(":")
        if not colon:
            continue
        if key.strip() == "font":
            element.set("font-size", _FONT_SIZE.findall(value)[0])
            for word in ("italic", "bold"):
                if word in value.split() or (word == "bold" and "700" in value.split()):
                    element.set("font-style" if word == "italic" else "font-weight", word)
        else:
            element.set(key.strip(), value.strip())


def _rename(element: ElementTree.Element, name: str) -> None:
    for key, value in list(element.attrib.items()):
        if key == "id":
            element.set(key, f"{name}-{value}")
        elif key == f"{_XLINK}href":
            del element.attrib[key]
            element.set("href", f"#{name}-{value[1:]}" if element.tag == f"{_SVG}use" else value)
        elif value.startswith("url(#"):
            element.set(key, f"url(#{name}-{value[5:]}")


def _link(group: ElementTree.Element, title: str, address: str | None) -> None:
    """Put a group's content into a link (a plain group where it has none) that says what it shows."""
    holder = ElementTree.Element(f"{_SVG}a", {"href": address}) if address else ElementTree.Element(f"{_SVG}g")
    holder.set("class", "mark")
    ElementTree.SubElement(holder, f"{_SVG}title").text = title
    for child in list(group):
        group.remove(child)
        holder.append(child)
    group.append(holder)
