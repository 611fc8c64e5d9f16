"""Where the places to press lie on screenshots, as a style sheet: pages carry no style of their own."""

from __future__ import annotations

from courses.simulation.script import Script


def style_sheet(script: Script) -> str:
    """Percent of the picture; never smaller than a finger."""
    return "".join(
        f".bd-vung-{step.uid}-{option.id}{{left:{x:g}%;top:{y:g}%;width:{w:g}%;height:{h:g}%;"
        "min-width:44px;min-height:44px}\n"
        for step in script.steps
        for option in step.options
        if option.place
        for x, y, w, h in [option.place]
    )
