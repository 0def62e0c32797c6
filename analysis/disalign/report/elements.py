"""The page's building blocks: lists, tables, what is folded away."""

from __future__ import annotations

import html
import re

import numpy as np


def cell(value: object) -> str:
    """A value for a cell of a table: three digits that matter, a dash for what is not there.

    >>> cell(0.02464), cell(float("nan")), cell("x")
    ('0.0246', '–', 'x')
    """
    if isinstance(value, (float, np.floating)):
        real = float(value)
        return "–" if not np.isfinite(real) else f"{real:,.0f}" if abs(real) >= 1000 else f"{real:.3g}"
    return str(value)


def paragraphs(texts: tuple[str, ...]) -> str:
    """Plain texts as paragraphs of the page, with their signs escaped."""
    return "".join(f"<p>{html.escape(t)}</p>" for t in texts)


def bullets(items: list[str], kind: str = "") -> str:
    """A list of HTML texts; `kind` is its class on the page."""
    return f'<ul class="{kind}">' + "".join(f"<li>{i}</li>" for i in items) + "</ul>"


def folded(title: str, text: str) -> str:
    """HTML that is folded away under a title until one opens it."""
    return f"<details><summary>{html.escape(title)}</summary>{text}</details>"


def table(heads: list[str], rows: list[list[str]], caption: str = "", series: list[str] | None = None,
           plain: bool = False) -> str:
    """A table with its caption; numbers stand right, rows of a `series` follow the switches of the page."""

    def entry(value: str) -> str:
        text = str(value)
        numeric = re.fullmatch(r"[-+–]?[\d,.]*( ?%|e[-+]?\d+)?( to [-+]?[\d,.]+)?|-?inf.*|not estimable", text) is not None
        kind = "number" if numeric else "short" if len(text) < 40 else ""
        return f'<td{f" class={kind}" if kind else ""}>{html.escape(text)}</td>'

    marks = [f' data-series="{html.escape(s, quote=True)}"' for s in series] if series else [""] * len(rows)
    body = "".join(f"<tr{mark}>{''.join(map(entry, row))}</tr>" for mark, row in zip(marks, rows))
    head = "".join(f'<th scope="col">{html.escape(h)}</th>' for h in heads)
    kind = ' class="plain"' if plain else ""
    title = f"<caption>{html.escape(caption)}</caption>" if caption else ""
    return f'<div class="wide" tabindex="0"><table{kind}>{title}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
