// A prediction: buttons or a number field; the first answer counts, or "Show me". Then come the
// verdict, what was kept back until now, and the explanation.
// The pure functions are exported for the tests; `render` builds the view. No HTML is made of data.

import { draw as drawReveal } from "./reveal.js";
import { readNumber } from "./typed_numbers.js";
import { SHOWN, refusal, remark, sign, verdict } from "./verdict.js";

/** A text cut into plain and code parts at its `back quotes`: [["plain", …], ["code", …]]; plain
 * numbers get true minus signs. */
export function pieces(text) {
  return text
    .split(/`([^`]+)`/)
    .map((part, i) => (i % 2 ? ["code", part]
      : ["plain", part.replace(/(?<![\w)\]-])-(?=[\d.∞])/g, "−")]))
    .filter(([, part]) => part !== "");
}

function write(element, text) {
  element.replaceChildren(
    ...pieces(text).map(([kind, part]) => {
      if (kind === "plain") return document.createTextNode(part);
      const code = document.createElement("code");
      code.textContent = part;
      return code;
    }),
  );
}

function make(tag, className = "", text = "") {
  const element = document.createElement(tag);
  if (className) element.className = className;
  if (text) write(element, text);
  return element;
}

let count = 0;

function render({ model, el }) {
  const state = {};
  for (const name of ["question", "choices", "remarks", "mistakes", "right", "value", "tolerance",
    "rounding", "exact", "unit", "grammar", "explanation"]) {
    state[name] = model.get(name);
  }
  const controller = new AbortController();
  const root = make("div", "cnnkit-predict");
  const fieldset = make("fieldset");
  const legend = make("legend");
  const text = make("span", "", state.question);
  legend.append(make("span", "cnnkit-word", "? Predict"), text);
  const row = make("div", "cnnkit-answers");
  const problem = make("div", "cnnkit-problem");
  problem.setAttribute("role", "alert");
  const live = make("div");
  live.setAttribute("aria-live", "polite");
  const said = make("div", "cnnkit-verdict");
  const remarked = make("div", "cnnkit-remark");
  const reveal = make("div", "cnnkit-reveal"); // outside the live region: it may be long
  const explanation = make("div", "cnnkit-explanation");
  const unkept = make(
    "div",
    "cnnkit-unkept",
    "This answer is not kept: run the notebook's cells first (menu Run), then answer.",
  );
  live.append(said, remarked);

  const commit = (answer) => {
    if (model.get("answer")) return; // the first answer counts
    root.dataset.answered = "here";
    model.set("problem", "");
    model.set("answer", answer);
    model.save_changes();
  };

  const buttons = state.choices.map((choice) => {
    const button = make("button", "", choice);
    button.type = "button";
    button.addEventListener("click", () => commit(choice), { signal: controller.signal });
    return button;
  });
  row.append(...buttons);

  let input;
  let send;
  if (!state.choices.length) {
    const id = `cnnkit-predict-${(count += 1)}`;
    const label = make("label", "", "Your number");
    label.htmlFor = id;
    input = make("input");
    Object.assign(input, { id, type: "text", inputMode: "decimal", autocomplete: "off" });
    send = make("button", "", "Commit");
    send.type = "button";
    row.append(label, input);
    if (state.unit) row.append(make("span", "", state.unit));
    row.append(send);
    const submit = () => {
      const answer = input.value.trim();
      if (model.get("answer")) return;
      if (readNumber(state.grammar, answer, state.unit) === null) {
        problem.textContent = refusal(answer, state.unit);
        input.setAttribute("aria-invalid", "true");
        input.focus();
      } else {
        commit(answer);
      }
    };
    send.addEventListener("click", submit, { signal: controller.signal });
    // JupyterLab keeps Enter from submitting a form, so there is none.
    input.addEventListener(
      "keydown",
      (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        submit();
      },
      { signal: controller.signal },
    );
  }
  const show = make("button", "cnnkit-show", "Show me");
  show.type = "button";
  show.title = "Show the answer without predicting it";
  show.addEventListener("click", () => commit(SHOWN), { signal: controller.signal });
  row.append(show);
  for (const element of [...buttons, input, send, show]) {
    element?.setAttribute("data-lm-suppress-shortcuts", "true");
  }

  let hide = () => {};
  const draw = () => {
    const answer = model.get("answer");
    const done = answer !== "";
    problem.textContent = model.get("problem"); // as it is: what was typed may hold back quotes
    buttons.forEach((button, i) => {
      const choice = state.choices[i];
      const right = done && choice === state.right;
      const chosen = done && choice === answer;
      button.classList.toggle("cnnkit-right", right);
      button.classList.toggle("cnnkit-chosen", chosen && !right);
      // aria-disabled and not disabled: the focus stays where the reader has it.
      button.setAttribute("aria-disabled", String(done));
      button.setAttribute("aria-pressed", String(chosen));
      write(button, (right ? "✓ " : chosen ? "✗ " : "") + choice);
    });
    if (input) {
      input.readOnly = done;
      input.removeAttribute("aria-invalid");
      if (done && answer !== SHOWN) input.value = answer;
      send.setAttribute("aria-disabled", String(done));
    }
    show.hidden = done;
    remarked.replaceChildren();
    hide();
    if (!done) {
      said.replaceChildren();
      explanation.replaceChildren();
      return;
    }
    write(said, `${sign(state, answer)} ${verdict(state, answer)}`);
    const overlooked = remark(state, answer);
    if (overlooked) {
      const about = make("span");
      write(about, overlooked);
      remarked.append(make("em", "", `${answer}?`), " ", about);
    }
    hide = drawReveal(reveal, model.get("reveal") ?? [], model.widget_manager);
    explanation.replaceChildren(
      ...state.explanation.split("\n").filter(Boolean).map((line) => make("p", "", line)),
    );
  };

  fieldset.append(legend, row);
  root.append(fieldset, problem, live, reveal, explanation, unkept);
  const shown = ["answer", "problem", "reveal"];
  for (const name of shown) model.on(`change:${name}`, draw);
  draw();
  el.classList.add("cnnkit-view");
  el.append(root);
  root.dataset.ready = "true";
  return () => {
    controller.abort();
    hide();
    for (const name of shown) model.off(`change:${name}`, draw);
    root.remove();
  };
}

export default { render };
