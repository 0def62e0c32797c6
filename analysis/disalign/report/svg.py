"""Figures as inline SVG: unique ids, words for screen readers, marks that a page can point at."""

from __future__ import annotations

import html
import re

from ..figures.style import Picture, render


def inline(figure: Picture, name: str, caption: str, extra: str = "") -> str:
    """The figure as an HTML `figure` element with its caption; `name` is unique on the page.

    Artists named with `style.mark` get `data-series` and `data-tip`, and a title that works without scripts.

    >>> from disalign.figures.style import picture
    >>> inline(picture(2, 2, "Nothing."), "empty", "An empty figure.").count("<svg")
    1
    """
    text = render(figure, "svg").decode()
    text = text[text.index("<svg"):]
    text = re.sub(r"<metadata>.*?</metadata>", "", text, flags=re.S)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    for mark, (series, tip) in figure.tips.items():
        escaped = html.escape(tip, quote=True).replace("\n", " ")
        text = text.replace(f'<g id="{mark}">', f'<g class="mark" data-series="{html.escape(series, quote=True)}" '
                            f'data-tip="{escaped}"><title>{escaped}</title>')
    text = re.sub(r'\bid="([^"]+)"', rf'id="{name}-\1"', text)
    text = re.sub(r'(xlink:href="#|url\(#)', rf"\g<1>{name}-", text)
    text = re.sub(r"(\d+\.\d{3})\d+", r"\1", text)  # a thousandth of a point is enough
    words = html.escape(figure.description or caption)
    head = re.match(r"<svg[^>]*>", text)
    assert head is not None
    width = float(re.search(r'width="([\d.]+)pt"', head[0])[1])  # type: ignore[index]
    opening = re.sub(r'\s(width|height)="[\d.]+pt"', "", head[0])
    opening = opening.replace("<svg", f'<svg role="img" aria-labelledby="{name}-words" style="max-width:{width * 1.5:.0f}px;--least:{width * 0.79:.0f}px"', 1)
    text = opening + f'<title id="{name}-words">{words}</title>' + text[head.end():]
    return (f'<figure id="{name}" class="figure"><div class="wide">{text}</div>{extra}'
            f"<figcaption>{caption}</figcaption></figure>")
