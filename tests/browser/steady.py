"""Wait for what a page does in its own time, however slow its computer is."""

import time

# What comes into sight is laid out and drawn only then, and pushes on what stands below it.
REST = """
async (element) => {
  let still = 0, last = NaN;
  for (let frame = 0; frame < 120 && still < 4; frame += 1) {
    element.scrollIntoView({block: 'center'});
    await new Promise(requestAnimationFrame);
    const {top} = element.getBoundingClientRect();
    still = Math.abs(top - last) < 0.5 ? still + 1 : 0;
    last = top;
  }
}
"""


def show(locator):
    """Scroll an element into the middle, until it stays where it is."""
    locator.evaluate(REST)


def draws(board):
    """How often a board has drawn itself; 0 before the first time."""
    return int(board.get_attribute("data-draws") or 0)


def wait_until(page, condition, message, timeout=30.0):
    """Ask a Python condition until it is true; fail with the message when it never is."""
    deadline = time.monotonic() + timeout
    while not (value := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"after {timeout:g} s: {message}")
        page.wait_for_timeout(25)
    return value


def follows(page, board, act, timeout=30.0):
    """Act until a board that had come to rest draws itself anew; fail if it never does."""
    deadline = time.monotonic() + timeout
    before = None
    while before != (before := draws(board)):
        assert time.monotonic() < deadline, "the board does not come to rest"
        page.wait_for_timeout(60)
    while draws(board) == before:
        assert time.monotonic() < deadline, "the board does not follow"
        act()
        page.wait_for_timeout(40)


def follows_the_pointer(page, board, canvas):
    """Move over a board's panel until the board has followed."""

    def move():
        show(canvas)
        box = canvas.bounding_box()
        for share in (0.2, 0.5, 0.8):
            page.mouse.move(box["x"] + share * box["width"], box["y"] + share * box["height"])

    page.mouse.move(0, 0)
    show(canvas)
    follows(page, board, move)
