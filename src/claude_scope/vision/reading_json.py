"""A reading as JSON-ready values, as `claude-scope read --json` prints it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from claude_scope.values import Box, Element, Reading


def as_json(file: str, reading: Reading) -> dict[str, object]:
    """Return one entry of the report; boxes are whole pixels `[x, y, width, height]`, confidences have two decimals."""
    return {
        "file": file,
        "width": reading.width,
        "height": reading.height,
        "lines": [
            {"text": line.text, "bbox": _bbox(line.box), "confidence": round(line.confidence, 2)}
            for line in reading.lines
        ],
        "elements": [_element(element) for element in reading.elements],
        "description": reading.description,
    }


def _element(element: Element) -> dict[str, object]:
    return {
        "type": element.type,
        "label": element.label,
        "value": element.value,
        "state": list(element.state),
        "bbox": _bbox(element.box),
        "confidence": round(element.confidence, 2),
        "source": str(element.source),
    }


def _bbox(box: Box) -> list[int]:
    return [round(side) for side in box]
