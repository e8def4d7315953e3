"""Characters of the fonts Symbol and Wingdings, which Word stores by their place in the font."""

_SYMBOL = {
    0x2D: "−", 0xA3: "≤", 0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xB0: "°", 0xB1: "±", 0xB3: "≥",
    0xB4: "×", 0xB7: "•", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xBC: "…", 0xBE: "—", 0xD7: "·", 0xE5: "∑", 0xD6: "√",
    0xA5: "∞", 0xC7: "∩", 0xC8: "∪", 0xCE: "∈", 0xA2: "′", 0xB2: "″", 0x25: "%", 0x2B: "+", 0x3D: "=",
}  # fmt: skip
_WINGDINGS = {
    0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x71: "❑", 0x72: "❒", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•",
    0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xFB: "✗", 0xFC: "✓",
    0xFD: "☒", 0xFE: "☑", 0x28: "☎", 0x2A: "✉",
}  # fmt: skip
_FONTS = {"symbol": _SYMBOL, "wingdings": _WINGDINGS}
_PRIVATE = range(0xF000, 0xF100)


def symbol(font: str, code: str) -> str | None:
    """The character of a w:sym, or None if nobody knows which it is. `code` is hexadecimal."""
    try:
        place = int(code, 16)
    except ValueError:
        return None
    offset = place - _PRIVATE.start if place in _PRIVATE else place
    if font.lower() in _FONTS:
        return _FONTS[font.lower()].get(offset)
    if font.lower().startswith(("wingdings", "webdings")) or not 0x20 <= offset <= 0x10FFFF:  # noqa: PLR2004
        return None
    return chr(offset)
