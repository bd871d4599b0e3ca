"""Rows of text as a table: in columns when printed, in HTML in a notebook."""

__all__ = ["Table", "columns"]


class Table:
    """Base of what can be shown as a table: it has a ``table()``, a heading and rows of cells.

    Attributes
    ----------
    numbers : tuple of bool
        For each column, whether it holds numbers, which are aligned on the right.
    totals : int
        How many of the last rows are totals.

    Examples
    --------
    >>> class Ages(Table):
    ...     numbers = (False, True)
    ...     def table(self):
    ...         return [("name", "age"), ("Ada", "36"), ("Grace", "85")]
    >>> Ages()
    name   age
    Ada     36
    Grace   85
    """

    numbers, totals = (), 0

    def table(self) -> list[tuple[str, ...]]:
        """Return the rows as text, a heading first."""
        raise NotImplementedError

    def __repr__(self):
        return columns(self.table(), self.numbers)

    def _repr_html_(self):
        rows = self.table()
        end = len(rows) - self.totals
        head, body, foot = (
            "".join(self._html(line, tag) for line in part)
            for part, tag in ((rows[:1], "th"), (rows[1:end], "td"), (rows[end:], "th"))
        )
        foot = f"<tfoot>{foot}</tfoot>" if foot else ""
        return f"<table><thead>{head}</thead><tbody>{body}</tbody>{foot}</table>"

    def _html(self, line, tag):
        import html  # here: `import cnnkit` does not need it

        cells = (
            f'<{tag} style="text-align:{"right" if number else "left"}">{html.escape(cell)}</{tag}>'
            for cell, number in zip(line, self.numbers, strict=True)
        )
        return f"<tr>{''.join(cells)}</tr>"


def columns(rows: list[tuple[str, ...]], numbers: tuple[bool, ...]) -> str:
    """Return rows of text as lines whose columns are aligned.

    Parameters
    ----------
    rows : list of tuple of str
    numbers : tuple of bool
        For each column, whether it holds numbers, which are aligned on the right.

    Examples
    --------
    >>> print(columns([("name", "age"), ("Ada", "36")], (False, True)))
    name  age
    Ada    36
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.rjust(width) if number else cell.ljust(width)
            for cell, width, number in zip(row, widths, numbers, strict=True)
        ).rstrip()
        for row in rows
    )
