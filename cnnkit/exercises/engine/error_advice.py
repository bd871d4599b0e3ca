"""What to do about the errors that Python and NumPy raise for beginners."""

import difflib
import keyword
import re

import numpy as np

from cnnkit.exercises.engine.stop_button import Interrupted

Row = tuple[type[BaseException] | tuple[type[BaseException], ...], str, str, str]

_CALL = "A function stands there without its round brackets: call it, as in `a.sum()`."
_WHOLE = "A whole number is needed there: `/` gives a float, `//` a whole number."
_LISTS = "Lists do not calculate: make an array of it, `np.array(...)`, or go through its elements."
_EMPTY = (
    "What it is taken of is empty: does a slice begin beyond the end, or end before it begins? "
    "Print the shape just before this line."
)
_FEWER_AXES = (
    "This array has fewer axes than the line asks for: print its `.shape` just before this line."
)
_NONE = (
    "Something is `None` there: a function without `return`, or a method such as `.append(...)` or "
    "`.sort()`, which changes the list itself and returns nothing."
)
_ELEMENT_BY_ELEMENT = "For products element by element write `*`."
_PRODUCT = (
    "`@` and `np.dot` are the matrix product: the left side needs as many columns as the right one "
    "has rows. " + _ELEMENT_BY_ELEMENT
)
_WHERE = (
    "An `if` decides once, and an array has many numbers: `np.where(condition, this, that)` lets "
    "every number decide for itself."
)
_LARGEST = (
    "`np.max` takes one array (and perhaps an axis). The larger of two, element by element, is "
    "`np.maximum(a, b)`."
)
_SIZES = "The sizes go into one pair of brackets more: `np.zeros((2, 3))`."
_TOO_LARGE = (
    "A number gets larger than any float can be: `exp` of more than 709 does. Can something be "
    "subtracted first?"
)
_LIST_OF_ARRAYS = "The arrays go into one list: `np.concatenate([a, b])`, `np.stack([a, b])`."
_COMPARE = "Put round brackets around each comparison: `(a > 0) & (b > 0)`."
_POWER = "A power is `**` in Python: `x ** 2`."

ADVICE: tuple[Row, ...] = (
    # (kind of error, what it says, what the line holds, the sentence), patterns; first match counts
    (
        UnboundLocalError,
        r"variable '(\w+)'",
        "",
        "`{0}` has no value yet when this line runs: give it one before, as in `{0} = 0` in front "
        "of the loop.",
    ),
    (NameError, r"'np' is not", "", "`np` is NumPy: run the cell with `import numpy as np`."),
    (NameError, r"'math' is not", "", "`import math` is missing; NumPy has the same: `np.exp`."),
    (NameError, r"'(true|false|none|null)' is not", "", "Python writes `True`, `False`, `None`."),
    (
        NameError,
        r"'(zeros|ones|array|sqrt|exp|log|mean|maximum|minimum|argmax|where|arange|dot|outer|clip)'"
        " is not",
        "",
        "In NumPy it is `np.{0}`.",
    ),
    (
        NameError,
        "",
        "",
        "Is the name spelled as you defined it, and is the cell that defines it run?",
    ),
    (IndexError, "too many indices|axis .* out of bounds for array of dim", "", _FEWER_AXES),
    (
        ValueError,  # NumPy's AxisError is both
        "axis .* is out of bounds",
        r"np\.(a?max|a?min)\(",
        _FEWER_AXES + " " + _LARGEST,
    ),
    (ValueError, "axis .* is out of bounds|axes don't match", "", _FEWER_AXES),
    (
        IndexError,
        "invalid index to scalar",
        "",
        "What stands before the [ ] is a single number, and has no elements.",
    ),
    (IndexError, "only integers, slices|must be of integer", "", "An index is a whole number: "
     "`/` gives a float, `//` a whole number."),
    (
        IndexError,
        "boolean index did not match|boolean dimension",
        "",
        "A mask of True and False needs the shape of the array that it picks from.",
    ),
    (
        IndexError,
        "indexing arrays could not be broadcast",
        "",
        "Lists of indices that stand in one pair of [ ] have equal lengths: one for rows, one for "
        "columns.",
    ),
    (
        IndexError,
        "tuple index out of range",
        "shape",
        "A `.shape` has one number for each axis: print it just before this line.",
    ),
    (IndexError, "pop from empty", "", "The list is empty by then."),
    (
        IndexError,
        "out of bounds|out of range",
        r"\[[^]:,]*(?<![\w.])(?:best|d|k|index|winner|at|place|which|where|number|argm\w+)\b[^]:,]*\]",
        "Indices run from 0 to the size minus 1: which number is the index here? Print it just "
        "before this line.",
    ),
    (
        IndexError,
        "out of bounds|out of range",
        "",
        "Indices run from 0 to the size minus 1: how far does the loop go?",
    ),
    (IndexError, "", "", "There are fewer elements than the index asks for."),
    (KeyError, "", "", "The dictionary has no such key."),
    (
        ValueError,
        "could not broadcast input array|shape mismatch: value array|cannot copy sequence|"
        "NumPy boolean array indexing assignment",
        "",
        "What stands on the right does not fit into its place on the left: print both shapes just "
        "before this line.",
    ),
    (
        ValueError,
        "broadcast",
        "",
        "Two arrays with different shapes meet here: print both shapes just before this line.",
    ),
    (
        ValueError,
        "inhomogeneous shape",
        "",
        "The rows of a list have different lengths, or single numbers and arrays are mixed in it.",
    ),
    (
        (ValueError, TypeError),
        "setting an array element with a sequence",
        "",
        "One place holds one number, and on the right stands an array: is an index missing, or a "
        "`.sum()`?",
    ),
    (
        ValueError,
        "truth value of an array",
        r"\bif\b(?!.*\b(?:and|or)\b)|\bwhile\b(?!.*\b(?:and|or)\b)",
        _WHERE,
    ),
    (
        ValueError,
        "truth value of an array",
        r"\b(?:and|or|not)\b",
        "`and`, `or`, `not` decide once, and an array has many numbers. Element by element: `&`, "
        "`|`, `~`, with round brackets around each comparison.",
    ),
    (
        ValueError,
        "truth value of an array",
        r"(?<![.\w])(?:max|min|sorted|any|all)\(",
        "Python's own `max` and `min` compare whole rows. Arrays have theirs: `a.max()`, and for "
        "two of them, element by element, `np.maximum(a, b)`.",
    ),
    (ValueError, "truth value of an array", r"\bin\b|\.(?:index|remove|count)\(", "To look for an "
     "array in a list asks whether arrays are equal, which has no one answer."),
    (ValueError, "truth value of an array", "", _WHERE),
    (
        ValueError,
        "does not have enough dimensions",
        "",
        "`@` multiplies matrices, and one side is a single number: write `*`.",
    ),
    (ValueError, "matmul|not aligned|mismatch in its core dimension", "", _PRODUCT),
    (
        ValueError,
        "cannot reshape|unknown dimension",
        "",
        "`reshape` keeps every number: the new sides, multiplied, are the number of elements. One "
        "side may be -1: it is worked out.",
    ),
    (ValueError, "total size of new array", "", "`reshape` keeps every number."),
    (ValueError, "zero-size array|empty sequence|argument is empty|empty axes|Mean of empty", "",
     _EMPTY),
    (
        ValueError,
        "same number of dimensions|concatenation axis must match|must have (?:the )?same shape",
        "",
        "Arrays that are put together need equal shapes, but for the axis along which they are "
        "joined: print their shapes.",
    ),
    (ValueError, "at least one array", "", "The list is still empty by then."),
    (ValueError, "(?:NaN|infinity) to integer", "", "A NaN comes of 0 / 0 or of the logarithm of a "
     "negative number: where does it begin?"),
    (
        ValueError,
        "math domain|expected a (?:positive|nonnegative) input",
        "",
        "There is no root of a negative number, and no logarithm of 0 or less: print the number.",
    ),
    (
        ValueError,
        "values to unpack",
        "shape",
        "As many names on the left as there are axes: print the `.shape` just before this line.",
    ),
    (
        ValueError,
        "values to unpack",
        r"\bin\b",
        "As many names on the left as each element has parts: for the number and the element, "
        "`for i, x in enumerate(...)`; for two lists at once, `zip(a, b)`.",
    ),
    (ValueError, "values to unpack", "", "As many names on the left as there are values on the "
     "right."),
    (ValueError, "invalid literal|could not convert string", "", "That is text, not a number."),
    (ValueError, "read-only", "", "This array cannot be written to: work on a copy, `a.copy()`."),
    (ValueError, "must not be zero|cannot be zero|step", "", "A step of 0 goes nowhere: which "
     "number is the step here?"),
    (ValueError, "negative dimensions", "", "A size got below 0: print the sizes that you "
     "compute."),
    (ValueError, "Integers to negative integer powers", "", "Whole numbers have no negative powers "
     "in NumPy: write `2.0 ** x`, with the point."),
    (ValueError, "window shape cannot be larger", "", "The window is larger than the array."),
    (
        ValueError,
        "einsum|einstein|subscript",
        "",
        "In `einsum` every array needs one letter for each of its axes.",
    ),
    (ValueError, "Maximum allowed|too big|maximum supported", "", "Look at the sizes that you "
     "compute."),
    (ValueError, "not in list|x not in", "", "The list has no such element."),
    (ZeroDivisionError, "", "", "What is divided by, and when is it 0?"),
    (OverflowError, "infinity to integer", "", "An infinity comes of a division by 0, or of an "
     "`exp` that got too large: where does it begin?"),
    (OverflowError, "", "", _TOO_LARGE),
    (
        TypeError,
        r"can be converted to (?:a )?(?:Python )?scalar",
        r"\bmath\.(\w+)",
        "`math.{0}` takes one number. For a whole array: `np.{0}`.",
    ),
    (
        TypeError,
        "only integer scalar arrays|as an integer",
        r"np\.(a?max|a?min)\(",
        _LARGEST,
    ),
    (TypeError, "only integer scalar arrays|as an integer", r"np\.(?:concatenate|[hv]?stack)\(",
     _LIST_OF_ARRAYS),
    (TypeError, "'(?:tuple|list|numpy.ndarray)' object cannot be interpreted as an integer|"
     "only integer scalar arrays", "range", "`range` takes a number: `range(len(a))`, "
     "`range(a.shape[0])`."),
    (TypeError, "data type|as an integer", r"np\.(?:zeros|ones|full|empty)\(\w+(?:\.\w+|\[\w+\])*,",
     _SIZES),
    (TypeError, "as an integer|slice indices must be", "", _WHOLE),
    (TypeError, "Cannot interpret|data type", "", _SIZES),
    (
        TypeError,
        r"can be converted to (?:a )?(?:Python )?scalar|only integer scalar arrays",
        "",
        "One number is needed there, and it is an array: is an index missing, or a `.sum()`?",
    ),
    (TypeError, "must be real number, not (?:list|tuple)", r"\bmath\.(\w+)",
     "`math.{0}` takes one number. For all of them: `np.{0}`."),
    (TypeError, r"'(?:function|builtin_function_or_method|method|type|numpy\.ufunc|"
     r"_ArrayFunctionDispatcher)'", r"(?:np\.)?\w+ ?\[",
     "A function is called with round brackets, as in `np.zeros(3)`; square ones pick elements."),
    (TypeError, r"'(?:function|builtin_function_or_method|method|type|numpy\.ufunc|"
     r"_ArrayFunctionDispatcher)'", "", _CALL),
    (TypeError, "NoneType", "", _NONE),
    (TypeError, r"for \^|bitwise_xor", "", _POWER),
    (TypeError, r"for [&|]|bitwise_(?:and|or)", "", _COMPARE),
    (TypeError, "boolean (?:subtract|negative)", "", "True and False are not subtracted: make "
     "numbers of them, `mask.astype(float)`; the opposite is `~mask`."),
    (TypeError, "[Cc]annot cast", "", "The array on the left holds whole numbers only: make it one "
     "of floats, as `np.zeros(...)` gives without `dtype=int`."),
    (TypeError, "'str'|not str|\"str\"", "", "Text and numbers do not mix: without quotes it is a "
     "number."),
    (TypeError, r"(?:unsupported operand|bad operand|not supported between).*'(?:list|tuple)'|"
     r"can't multiply sequence|can only concatenate", "", _LISTS),
    (TypeError, "list indices must be integers or slices, not tuple", "", "A list of lists takes "
     "`a[i][j]`; an array takes `a[i, j]`: `np.array(a)` makes one."),
    (TypeError, "indices must be integers", "", "An index is a whole number: `/` gives a float, "
     "`//` a whole number; to go through the elements themselves, `for x in a`."),
    (TypeError, "'tuple' object does not support item assignment", "", "A tuple cannot be changed: "
     "make a list of it, `list(...)`, or an array."),
    (TypeError, "not support item assignment", "", "Only an array or a list has places to write "
     "to: what stands before the [ ]?"),
    (TypeError, "'(?:tuple|list|numpy.ndarray)' object is not callable", "", "An element is picked "
     "with square brackets: `a[0]`, `a.shape[0]`."),
    (TypeError, "'(?:int|float|numpy[.]\\w+|bool)' object is not callable", "", "A number stands "
     "directly before a round bracket: is a `*` missing, or has a function's name got a number?"),
    (TypeError, "not callable", "", "Round brackets call a function; an array's elements need "
     "[ ]."),
    (TypeError, "'(?:int|float|numpy[.]\\w+|bool)' object is not subscriptable", "", "What stands "
     "before the [ ] is a single number, and has no elements."),
    (TypeError, "not subscriptable", "", "Square brackets need an array or a list on their left."),
    (TypeError, "(?:int|float|numpy[.]\\w+)'? object is not iterable|non-iterable|0-d array", "",
     "A single number has nothing to go through: for 0, 1, 2, … write `range(n)`."),
    (TypeError, "not iterable", "", "Only lists, arrays and the like can be gone through."),
    (TypeError, "has no len|unsized object", "", "A single number has no length: what is it that "
     "you count?"),
    (TypeError, "return arrays must be of ArrayType", "", "The third argument of such a function "
     "is where the result goes: `np.maximum` takes two."),
    (TypeError, "missing .* required .*argument", "", "A function is called with too few "
     "arguments: compare with its `def`."),
    (TypeError, "positional argument.* given", "", "A function is called with too many arguments: "
     "compare with its `def`."),
    (TypeError, "unexpected keyword", "", "The function has no argument of this name: is it "
     "`axis`, `keepdims`, `dtype`?"),
    (TypeError, "multiple values for argument", "", "One argument is given twice, by its place and "
     "by its name."),
    (TypeError, "complex", "", "A root of a negative number is complex: which number is it?"),
    (TypeError, "loop of ufunc|ufunc .* not supported|did not contain a loop", "", "That is not an "
     "array of numbers: print it just before this line."),
    (TypeError, "unhashable", "", "An array cannot be the key of a dictionary, nor be in a set: "
     "a `tuple` can."),
    (AttributeError, "NoneType", "", _NONE),
    (AttributeError, "'numpy.ndarray' object has no attribute 'append'", "", "An array does not "
     "grow: collect in a list, and at the end make an array of it."),
    (AttributeError, "'numpy.ndarray' object has no attribute '(?:len|length)'", "",
     "Its length is `len(a)`, all its numbers are `a.size`."),
    (AttributeError, "'(?:list|tuple)' object has no attribute", "", "A list is not an array: "
     "`np.array(...)` makes one of it."),
    (AttributeError, "'(?:int|float|bool)' object has no attribute", "", "That is a single number "
     "there, not an array."),
    (AttributeError, "'(?:function|builtin_function_or_method|method)' object", "", _CALL),
    (AttributeError, "module", "", "Is the name spelled right?"),
    (AttributeError, "", "", "Arrays and lists have different methods: `np.asarray(...)` makes an "
     "array."),
    (np.linalg.LinAlgError, "", "", "Is the matrix square, and is it a matrix at all? Print its "
     "shape."),
    (RecursionError, "", "", "The function calls itself without end."),
    (MemoryError, "", "", "An array got far too large: look at the sizes that you compute."),
    (AssertionError, "", "", "That is your own `assert`."),
    (ImportError, "", "", "NumPy is all that is needed here."),
    (StopIteration, "", "", "`next` found nothing more."),
    (FileNotFoundError, "", "", "No file is needed: the values come as parameters."),
)  # fmt: skip


def advise(error: BaseException, said: str, source: str) -> str:
    """Return a sentence on what to do about an error, or nothing.

    Parameters
    ----------
    error : exception
    said : str
        What it says.
    source : str
        The line on which it was raised, if it is known.

    Examples
    --------
    >>> advise(ValueError(), "The truth value of an array is ambiguous", "if a and b:")[:27]
    '`and`, `or`, `not` decide o'
    """
    for kind, words, line, sentence in ADVICE:
        if not isinstance(error, kind):
            continue
        found = re.search(words, said)
        there = re.search(line, source)
        if found and there:
            parts = [part for part in (*found.groups(), *there.groups()) if part]
            return f"{sentence.format(*parts)}{_meant(error)}"
    return ""


def _meant(error: BaseException) -> str:
    """Return a question after the nearest name of NumPy to one that is not there, or nothing."""
    try:
        name = error.name if isinstance(error, AttributeError) else None
        owner = error.obj if isinstance(error, AttributeError) else None
        if not isinstance(name, str) or keyword.iskeyword(name):
            return ""
        if isinstance(owner, np.ndarray) and hasattr(np, name):
            return f" The function is NumPy's: `np.{name}(...)`."
        if owner is np:
            near = difflib.get_close_matches(name, dir(np), 1, 0.75)
            return f" NumPy has `np.{near[0]}`." if near else ""
    except Interrupted:
        raise
    except BaseException:  # an error of the student's own may do anything when it is asked
        pass
    return ""
