"""Read tables of pixels (CSV): a picture per row, as Kaggle's digits come, plain or packed."""

import io
import re

import numpy as np

from cnnkit.data.file_notes import tell
from cnnkit.data.table_words import (
    LABELS,
    NO_PIXELS,
    in_one_field,
    is_number,
    is_word,
    of_one_field,
    without_words,
)

__all__ = ["looks_like_csv", "read_csv", "table_lines"]

_FEW = 100  # a class number beyond is rare, a pixel beyond is not
_MOSTLY = 0.9  # a corner's pixel has one value in more of the rows, a class in fewer


def looks_like_csv(head):
    """Tell whether a file's first bytes are numbers or names between commas.

    Examples
    --------
    >>> looks_like_csv(b"label,pixel0,pixel1"), looks_like_csv(b"no array")
    (True, False)
    """
    coding = _coding(head)
    try:
        text = head.decode(coding, "strict" if len(head) < 64 else "ignore")
        line = _without_remarks(text.splitlines())[0]
    except (IndexError, UnicodeDecodeError):
        return False
    return line.replace("\t", ",").isprintable() and _separator(line) is not None


def read_csv(file, source):
    r"""Return images (N, 1, side, side) and targets, or None, of an open binary CSV file.

    Targets are whole numbers, or words where the table has such.

    Parameters
    ----------
    file : binary file
    source : str or path
        For the sentence that says what is wrong.

    Raises
    ------
    ValueError
        If a row is not numbers, or is not a square picture and perhaps its class.

    Examples
    --------
    >>> images, targets = read_csv(io.BytesIO(b"label,p0,p1,p2,p3\n7,0,255,0,0"), "train.csv")
    >>> images.tolist(), targets.tolist()
    ([[[[0, 255], [0, 0]]]], [7])
    """
    lines, separator = table_lines(file)
    names = [name.strip().strip("'\"").lower() for name in lines[0].strip().split(separator)]
    header = _is_header(names, lines[1:], separator, source)
    rows = [line for line in lines[1 if header else 0 :] if line.strip()]
    if not rows:
        raise ValueError(f"{source} has no rows of numbers; give one row per picture")
    if in_one_field(rows[0], separator):
        raise ValueError(of_one_field(source))
    words = {}
    try:
        values = _numbers(rows, separator, source)
    except ValueError:
        rows, words = without_words(rows, separator, names if header else None, source)
        if not words:
            raise
        values = _numbers(rows, separator, source)
    if header and values.shape[1] + len(words) != len(names):
        raise ValueError(
            f"{source} has {len(names)} names in its first line and "
            f"{values.shape[1] + len(words)} numbers in a row; store it again as plain CSV"
        )
    classes = [column for n, column in words.items() if not header or names[n] in LABELS]
    if not header and len(words) > 1:
        raise ValueError(
            f"{source} has words in its first column and in its last one; put a first line there "
            "that calls the classes label and the other one id"
        )
    names = [name for n, name in enumerate(names) if n not in words]
    named = any(map(is_word, names)) if header else False
    if header and not named and not classes and names[0] == "":
        values = values[:, 1:]  # the numbers of the rows, as pandas writes them
    if classes:
        values, targets = _named(values, names if header else [])[0], classes[0]
    else:
        values, targets = _named(values, names) if named else _unnamed(values, source)
    side = round(values.shape[1] ** 0.5)
    if side * side != values.shape[1] or side < 2:
        colours = round((values.shape[1] / 3) ** 0.5)
        advice = "give one picture per row: a square number of pixels, and its class as label"
        if 3 * colours * colours == values.shape[1] and colours > 1:
            advice = (
                f"these may be colours, so bring them to (N, 3, {colours}, {colours}) and store "
                "them with np.savez(path, images=..., targets=...)"
            )
        if values.shape[0] == values.shape[1] and not named:
            advice = (
                "these may be the rows of one picture: np.loadtxt(path, delimiter=',')[None, None]"
            )
        if named and len({re.sub(r"\d+", "", name) for name in names}) == len(names):
            advice += (
                "; a table of other numbers is read by np.genfromtxt(path, "
                f"delimiter={separator!r}, skip_header=1)"
            )
        other = _no_pixel(names) if named and "genfromtxt" not in advice else ""
        if other:
            advice = f"if its column {other!r} is the class, call it label in the first line"
        raise ValueError(f"{source} has {values.shape[1]} pixels in a row; {advice}")
    return values.reshape(len(values), 1, side, side), targets


def _no_pixel(names):
    """Return the one name that is not like the others, such as emotion beside pixel0 to pixel99."""
    kinds = [re.sub(r"\d+", "", name) for name in names]
    alone = [n for n, kind in zip(names, kinds, strict=True) if kinds.count(kind) == 1]
    alone = [name for name in alone if name not in LABELS]
    return alone[0] if alone and len(names) > 4 else ""


def table_lines(file):
    """Return the lines of an open binary table, without quotation marks, and its separator."""
    start = file.read(2)
    file.seek(0)
    text = io.TextIOWrapper(file, _coding(start), errors="replace")
    lines = _without_remarks(text.readlines()) or [""]
    text.detach()  # the file stays open: it belongs to the caller
    if any('"' in line for line in lines[:2]):  # every field between quotation marks
        lines = [line.replace('"', "") for line in lines]
    separator = _separator(lines[0]) or ","
    if separator == " ":  # also several in a row
        lines = [" ".join(line.split()) for line in lines]
    if separator == ";":  # where a comma stands in numbers, fields are separated so
        lines = [line.replace(",", ".") for line in lines]
    return lines, separator


def _without_remarks(lines):
    """Leave out empty lines and remarks before the first line of a table."""
    start = (n for n, line in enumerate(lines) if line.strip() and line[0] != "#")
    return lines[next(start, len(lines)) :]


def _is_header(names, rows, separator, source):
    """Tell whether the first line of a table holds the names of its columns."""
    words = [n for n, name in enumerate(names) if is_word(name)]
    others = [name for name in names if not is_word(name)]
    if not words:
        return _counted(names, source)
    if len(words) > 2 or len(others) < 4 or _counted(others, source):
        return True
    if not rows:
        return False
    again = [n for n, field in enumerate(rows[0].split(separator)) if not is_number(field)]
    return again != words  # else they are classes, as the words below them


def _coding(head):
    """Return the coding of a table: UTF-16, as spreadsheets store it, begins with its mark."""
    return "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"


def _separator(line):
    """Return what stands between the fields of a line; a space only between numbers."""
    found = next((mark for mark in ",;\t" if line.count(mark) > 1), None)
    spaces = found is None and re.fullmatch(r"\s*[-+.\deE]+( +[-+.\deE]+){2,}\s*", line)
    return " " if spaces else found


def _numbers(lines, separator, source):
    """Return the rows as uint8 where they fit, as float32 otherwise."""
    for dtype in (np.uint8, np.float32):
        try:
            return np.loadtxt(lines, dtype, delimiter=separator, ndmin=2)
        except (ValueError, OverflowError) as error:
            reason = error
    counts = [line.count(separator) + 1 for line in lines if line.strip()]
    for number, count in enumerate(counts):
        if count != counts[0]:
            raise ValueError(
                f"{source} cannot be read as rows of numbers: its row {number + 1} has {count} "
                f"fields, the first {counts[0]}; give each the same number, or leave that row out"
            )
    raise ValueError(
        f"{source} cannot be read as rows of numbers ({str(reason).rstrip('.')}); give one "
        "picture per row, without gaps and words (a table that holds no pixels is read by pandas)"
    ) from None


def _counted(names, source):
    """Tell whether numbers are names, as pandas writes them: 0,1,2,... or 0,0.1,0.2,..."""
    names = names[1:] if names[0] == "" else names
    for start in (0, 1) if len(names) > 16 else (0,):
        if names == [str(number) for number in range(start, start + len(names))]:
            return True
    seen = {}
    for name in names:  # the second 0 in a line of names becomes 0.1, the third 0.2
        whole, _, again = name.partition(".")
        if again != (str(seen[whole]) if whole in seen else ""):
            return False
        seen[whole] = seen.get(whole, 0) + 1
    if len(seen) == len(names) or not all(whole.isdecimal() for whole in seen):
        return False
    if len(seen) > 1:
        tell(
            f"{source} has a first line that seems to be a picture which pandas took for names; "
            "it is left out: read the original with pandas.read_csv(path, header=None)"
        )
    return True


def _named(values, names):
    """Split a table into its pixels and its column of classes by their names."""
    place = next((names.index(name) for name in LABELS if name in names), None)
    others = [number for number, name in enumerate(names) if name in NO_PIXELS]
    targets = None if place is None else _whole(values[:, place])
    taken = others if place is None else [*others, place]
    return np.delete(values, taken, axis=1), targets


def _whole(column):
    """Return classes as whole numbers; others as they are, to be rejected later."""
    return column.astype(np.int64) if np.all(column == np.rint(column)) else column


def _unnamed(values, source):
    """Split a table without names: MNIST's rows begin with the class, UCI's end with it."""
    width = values.shape[1]
    if round(width**0.5) ** 2 == width or round((width - 1) ** 0.5) ** 2 != width - 1:
        return values, None
    first, last = values[:, 0], values[:, -1]
    ranks = [_like_classes(column, values.max()) for column in (first, last)]
    if ranks[0] == ranks[1] == 3:  # all of 0 to 255 may occur as pixels: fewer are classes
        spans = [float(np.ptp(column)) for column in (first, last)]
        ranks = [3 * (2 * spans[n] <= spans[1 - n]) for n in (0, 1)]
    if ranks[0] == ranks[1]:
        raise ValueError(
            f"{source} has no names in its first line, and its first column may be the class as "
            f"well as its last; put a first line there: 'label,' + ','.join(f'p{{n}}' for n in "
            f"range({width - 1})), with label first or last"
        )
    place = 0 if ranks[0] > ranks[1] else width - 1
    return np.delete(values, place, axis=1), values[:, place].astype(np.int64)


def _like_classes(column, white):
    """Rank how probably a column at a table's edge is its classes and not a pixel, from 0 to 3."""
    numbers, counts = np.unique(column.astype(float), return_counts=True)
    if numbers[0] < 0 or np.any(numbers != np.rint(numbers)):
        return 0
    if len(numbers) == 1:  # one class alone; but a corner's pixel is black or white
        return 2 if 0 < numbers[0] < min(white, _FEW) else 1
    if numbers[-1] - numbers[0] + 1 > max(10, 2 * len(numbers)):
        return 1 if numbers[-1] < _FEW else 0
    if white <= 1 or counts.max() > _MOSTLY * len(column):
        return 1
    return 3
