"""Wait for what a page does in its own time, however slow its computer is."""

import functools
import itertools
import time

# What comes into sight is laid out and drawn only then, and pushes on what stands below it.
REST = """
async (element, drawn) => {
  const board = drawn ? element.closest('.cnnkit-board') : null;
  let still = 0, last = NaN, draws;
  for (let frame = 0; frame < 120 && still < 4; frame += 1) {
    element.scrollIntoView({block: 'center'});
    await new Promise(requestAnimationFrame);
    const {top} = element.getBoundingClientRect();
    const same = Math.abs(top - last) < 0.5 && board?.dataset.draws === draws;
    still = same ? still + 1 : 0;
    last = top;
    draws = board?.dataset.draws;
  }
}
"""


def show(locator, *, drawn=False):
    """Scroll an element into the middle, until it stays where it is.

    With `drawn`, also until the board that it belongs to draws itself no more.
    """
    locator.evaluate(REST, drawn)


def wait_until(page, condition, message, timeout=30.0):
    """Ask a Python condition until it is true; fail with the message when it never is."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"after {timeout:g} s: {message}")
        page.wait_for_timeout(25)
    return value


def draws(board):
    """How often a board has drawn itself; 0 before the first time."""
    return int(board.get_attribute("data-draws") or 0)


def follows(page, board, canvas, acts):
    """Do one thing after the other on a board's panel, and again, until the board draws itself."""
    show(canvas, drawn=True)
    before = draws(board)
    acts = itertools.cycle(acts)

    def drawn():
        next(acts)()
        page.wait_for_timeout(20)
        return draws(board) > before

    wait_until(page, drawn, "the board does not follow")


def follows_the_pointer(page, board, canvas):
    """Move over a board's panel until the board has followed."""

    def move(share):
        box = canvas.bounding_box()
        page.mouse.move(box["x"] + share * box["width"], box["y"] + share * box["height"])

    page.mouse.move(0, 0)
    follows(page, board, canvas, [functools.partial(move, share) for share in (0.2, 0.5, 0.8)])


def follows_the_keys(page, board, canvas):
    """Walk over a board's panel until the board has followed."""
    canvas.focus()
    keys = ("ArrowLeft", "ArrowUp", "ArrowRight", "ArrowDown")
    follows(page, board, canvas, [functools.partial(page.keyboard.press, key) for key in keys])
