"""What the MathML of pages may consist of."""

from __future__ import annotations

import re

LENGTH = re.compile(r"[0-2]?(\.\d+)?(em|ex|px)|0")
FLAG = re.compile("true|false")
BARE = "semantics mfrac mroot mrow msqrt mtable mtr mn mtext mphantom msub msup msubsup munder mover munderover"
LAYOUT = {"width": LENGTH, "height": LENGTH, "depth": LENGTH, "lspace": LENGTH, "rspace": LENGTH}
FLAGS = dict.fromkeys(
    ("stretchy", "fence", "separator", "symmetric", "largeop", "movablelimits", "accent", "displaystyle"), FLAG
)
ELEMENTS: dict[str, dict[str, re.Pattern[str]]] = {
    **{tag: {} for tag in BARE.split()},
    "math": {"display": re.compile("block"), "tabindex": re.compile("0")},
    "annotation": {"encoding": re.compile("application/x-tex")},
    "mi": {"mathvariant": re.compile("normal")},
    "mo": {**LAYOUT, **FLAGS, "form": re.compile("prefix|infix|postfix"), "minsize": LENGTH, "maxsize": LENGTH},
    "mspace": LAYOUT,
    "mpadded": {},
    "mstyle": {"displaystyle": FLAG, "scriptlevel": re.compile("[012]")},
    "mtd": {"columnalign": re.compile("left|center|right")},
    "menclose": {"notation": re.compile("[a-z ]+")},
}
ELEMENTS["mfrac"] = {"linethickness": LENGTH}
ELEMENTS["mtable"] = {"displaystyle": FLAG}
ELEMENTS["mover"] = ELEMENTS["munder"] = {"accent": FLAG}


def assert_mathml(tag: str, attributes: list[tuple[str, str | None]]) -> None:
    """Fail if an element or one of its attributes cannot be part of a formula."""
    for name, value in attributes:
        assert name in ELEMENTS[tag], f"{tag} {name}"
        assert ELEMENTS[tag][name].fullmatch(value or ""), f"{tag} {name}={value}"
