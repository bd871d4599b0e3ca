"""What a class has answered, as one HTML page to project: no file beside it, no request."""

import html
from pathlib import Path

from cnnkit.classroom.contents import Contents
from cnnkit.classroom.discuss import Topic, topics
from cnnkit.classroom.student_answers import Class
from cnnkit.classroom.tally import Bar, ExerciseTally, QuestionTally, Tally
from cnnkit.classroom.terminal import done, plain, tries_of
from cnnkit.exercises.engine.text_and_html import inline

__all__ = ["document", "page_of"]

STATIC = Path(__file__).parent / "static"
POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'"
)


def page_of(found: Tally, course: Contents, everybody: Class | None = None) -> str:
    """Return the page; with ``everybody`` it ends with a table of who has done what."""
    nav = [f'<a href="#{lesson}">{lesson[-2:]}</a>' for lesson in found.lessons]
    people = "student" if found.students == 1 else "students"
    body = [
        "<header><h1>What the class thinks</h1>",
        f'<p class="quiet">{found.students} {people}{_skipped(found, everybody is not None)}</p>',
        f'<nav aria-label="Lessons">{"".join(nav)}<button id="theme">Light or dark</button></nav>',
        '<p class="tag keys">→ and ← go from card to card, T changes light and dark.</p></header>',
        _to_discuss(topics(found)),
    ]
    for lesson, (exercises, questions) in found.lessons.items():
        title = html.escape(f"{lesson[-2:]} · {course.titles[lesson]}")
        body.append(f'<section aria-labelledby="{lesson}"><h2 id="{lesson}">{title}</h2>')
        body += [_exercise(one) for one in exercises if one.tried]
        body += [_question(one) for one in questions if one.predicted or one.shown]
        body.append("</section>")
    if everybody is not None:
        body.append(_who(everybody, course))
    return document("What the class thinks", "".join(body), "theme.js", "class.js")


def document(title: str, body: str, early: str, late: str) -> str:
    """Return a whole page around its body, with its style and its scripts."""
    style, first, last = (
        (STATIC / name).read_text(encoding="utf-8") for name in ("class.css", early, late)
    )
    text = (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title)}</title><style>{style}</style><script>{first}</script></head>"
        f"<body><main>{body}</main><script>{last}</script></body></html>"
    )
    return text.encode("utf-8", "replace").decode()  # half a character has no place in a page


def _skipped(found: Tally, names: bool) -> str:
    if not found.skipped:
        return ""
    count = len(found.skipped)
    places = f": {html.escape(', '.join(place for place, _ in found.skipped))}" if names else ""
    return f" · {count} file{'' if count == 1 else 's'} could not be read{places}"


def _to_discuss(chosen: list[Topic]) -> str:
    if not chosen:
        return "<h2>To discuss next</h2><p>Nothing yet: nobody has made a known mistake.</p>"
    items = "".join(
        f'<li><article tabindex="-1"><p class="tag">Lesson {topic.lesson}</p>'
        f"<h3>{inline(plain(topic.title))}</h3><p><b>{inline(plain(topic.said))}</b></p>"
        f"<p>{inline(plain(topic.why))}</p></article></li>"
        for topic in chosen
    )
    return (
        '<section aria-labelledby="next"><h2 id="next">To discuss next</h2>'
        f'<ol class="topics">{items}</ol></section>'
    )


def bar(sign: str, text: str, count: str, share: float, *, right: bool, below: str = "") -> str:
    """Return one line of a chart: a sign, a text, a count, a bar of this share of the width."""
    return (
        f'<li{" class=right" if right else ""}><div class="bar-line">'
        f'<span class="mark">{sign}</span><span>{text}</span><span class="count">{count}</span>'
        f'</div><div class="bar" aria-hidden="true"><i style="width:{100 * share:.1f}%"></i></div>'
        f"{below}</li>"
    )


def _exercise(one: ExerciseTally) -> str:
    tries = f", in {tries_of(one.tries)} tries (median)" if one.tries else ""
    tries = tries.replace("in 1 tries", "at the first try")
    lines = [
        bar(
            "✓",
            f"solved{tries}",
            f"{one.solved} of {one.tried}",
            one.solved / one.tried,
            right=True,
        )
    ]
    for it in one.misconceptions[:5]:
        still = f' <span class="still">({it.still} not past it)</span>' if it.still else ""
        share = it.students / one.tried
        lines.append(
            bar("✗", inline(plain(it.sentence)) + still, str(it.students), share, right=False)
        )
    more = len(one.misconceptions) - 5
    rest = f'<p class="remark">and {more} more, by fewer</p>' if more > 0 else ""
    return (
        f'<article tabindex="-1"><p class="tag">Exercise</p>'
        f'<h3>{inline(one.exercise.title)}</h3><ul class="bars">{"".join(lines)}</ul>{rest}'
        "</article>"
    )


def _question(one: QuestionTally) -> str:
    looked = f'<p class="remark">{one.shown} had the answer shown</p>' if one.shown else ""
    lines = "".join(answer_bar(it, one.predicted) for it in one.bars)
    return (
        f'<article tabindex="-1"><p class="tag">Prediction</p><h3>{inline(one.question.text)}</h3>'
        f'<ul class="bars">{lines}</ul>{looked}</article>'
    )


def answer_bar(it: Bar, of: int) -> str:
    """Return the bar of one answer, the right one marked by its sign and its weight."""
    remark = f'<p class="remark">{inline(it.remark)}</p>' if it.remark and it.students else ""
    sign = '<span aria-label="right">✓</span>' if it.right else ""
    return bar(
        sign,
        inline(plain(it.answer)),
        str(it.students),
        it.students / max(of, 1),
        right=it.right,
        below=remark,
    )


def _who(everybody: Class, course: Contents) -> str:
    """Return a table of the students by name: how many exercises, how many predictions."""
    rows = []
    for work in everybody.students:
        solved, tried, predicted = done(work, course)
        rows.append(
            f'<tr><th scope="row">{html.escape(plain(work.student))}</th>'
            f'<td class="count">{solved} of {tried}</td><td class="count">{predicted}</td></tr>'
        )
    return (
        '<section aria-labelledby="who"><h2 id="who">Who</h2><table><thead><tr><th>student</th>'
        '<th class="count">solved of tried</th><th class="count">predictions</th></tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table></section>"
    )
