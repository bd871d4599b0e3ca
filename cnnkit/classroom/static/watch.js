// Ask this page's own server for numbers, and draw them: counts first, the answer when opened.
// Texts come as HTML that Python has escaped; it holds nothing but a few tags, which KEPT names.
(() => {
  const KEPT = ["CODE", "EM", "STRONG"];
  const part = (id) => document.getElementById(id);
  const choice = /** @type {HTMLSelectElement} */ (part("question"));
  let opened = false;
  let asked = 0;

  // No innerHTML of a page: only text and these tags are taken out of what came.
  const write = (element, markup) => {
    element.replaceChildren();
    const parsed = new DOMParser().parseFromString(markup, "text/html").body;
    for (const node of parsed.childNodes) {
      const kind = KEPT.includes(node.nodeName) ? document.createElement(node.nodeName) : null;
      if (kind) kind.textContent = node.textContent;
      element.append(kind ?? node.textContent);
    }
  };
  const made = (name, className, ...inside) => {
    const element = document.createElement(name);
    if (className) element.className = className;
    element.append(...inside);
    return element;
  };

  const bar = (one, most) => {
    const text = made("span", "");
    write(text, one.answer);
    const mark = made("span", "mark", one.right ? "✓" : "");
    if (one.right) mark.setAttribute("aria-label", "right");
    const filled = made("i", "");
    filled.style.width = `${(100 * one.students) / Math.max(most, 1)}%`;
    const line = made("div", "bar-line", mark, text, made("span", "count", String(one.students)));
    const drawn = made("div", "bar", filled);
    drawn.setAttribute("aria-hidden", "true");
    const item = made("li", one.right ? "right" : "", line, drawn);
    if (one.remark) {
      const remark = made("p", "remark");
      write(remark, one.remark);
      item.append(remark);
    }
    return item;
  };

  const draw = (told) => {
    part("card").hidden = false;
    write(part("text"), told.text + (told.unit ? ` (${told.unit})` : ""));
    const shown = told.shown ? `, ${told.shown} had the answer shown` : "";
    const state = `${told.predicted} of ${told.students} have predicted${shown}`;
    if (part("state").textContent !== state) part("state").textContent = state;
    part("bars").replaceChildren(...told.bars.map((one) => bar(one, told.predicted)));
    part("bars").classList.toggle("closed", !opened);
    part("explanation").hidden = !opened;
    write(part("explanation"), told.explanation ?? "");
    part("open").setAttribute("aria-pressed", String(opened));
    part("open").textContent = opened ? "Close the answer" : "Open the answer";
  };

  const refresh = async () => {
    const now = ++asked;
    try {
      if (!choice.value) return;
      const reply = await fetch(`/question/${choice.value}${opened ? "?open" : ""}`);
      const told = await reply.json();
      if (now === asked) draw(told); // an older reply must not undo a newer one
    } catch {
      if (now === asked) part("state").textContent = "cnnkit class --watch has ended in the terminal.";
    }
  };

  const turn = (open) => {
    opened = open;
    return refresh();
  };
  const go = (steps) => {
    choice.selectedIndex = Math.max(0, Math.min(choice.length - 1, choice.selectedIndex + steps));
    return turn(false);
  };

  choice.addEventListener("change", () => turn(false));
  part("open").addEventListener("click", () => turn(!opened));
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target === choice) return;
    if (event.key === "ArrowRight") go(1);
    else if (event.key === "ArrowLeft") go(-1);
    else if (event.key.toLowerCase() === "o") turn(!opened);
  });

  const begin = async () => {
    const told = await (await fetch("/lessons")).json();
    let most = null;
    for (const lesson of told.lessons) {
      const group = document.createElement("optgroup");
      group.label = lesson.title;
      for (const one of lesson.questions) {
        const text = new DOMParser().parseFromString(one.text, "text/html").body.textContent;
        const option = new Option(text, one.key);
        group.append(option);
        if (one.answers && (!most || one.answers > most.answers)) most = { option, ...one };
      }
      if (group.children.length) choice.append(group);
    }
    if (most) most.option.selected = true;
    // Not while a reply is on its way: where each takes longer, none would ever be drawn.
    const again = () => refresh().finally(() => setTimeout(again, 2000));
    await again();
  };
  begin();
})();
