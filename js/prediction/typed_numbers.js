// Numbers as people type them. The grammar is Python's (cnnkit/checks/typed_numbers.py) and comes
// with the question; here it is only applied. Pure functions.

/** More characters than anybody types for a number. */
const LONGEST = 60;

/** The number and the unit that were typed; null where there is no finite number.
 * @param {{rules: string[][], number: string}} grammar @param {string} text
 * @returns {[number, string] | null} */
export function splitNumber(grammar, text) {
  if ([...text].length > LONGEST) return null;
  const tidy = grammar.rules.reduce((given, [pattern, into]) =>
    given.replace(new RegExp(pattern, "gi"), into), text).trim();
  const found = new RegExp(grammar.number, "i").exec(tidy);
  if (!found) return null;
  const [top, bottom, unit] = [Number(found[1]), Number(found[2] ?? 1), found[3] ?? ""];
  if (bottom === 0 || !Number.isFinite(top / bottom)) return null;
  return [top / bottom, /^per ?cent$/i.test(unit) ? "%" : unit.toLowerCase()];
}

/** The number that was typed, in the question's unit; null if it is not one.
 * @param {{rules: string[][], number: string, units: Record<string, string>}} grammar @param {string} text @param {string} unit
 * @returns {number | null} */
export function readNumber(grammar, text, unit) {
  const found = splitNumber(grammar, text);
  if (!found) return null;
  const [value, typed] = found, own = unit.toLowerCase();
  if (["", own, own.replace(/s$/, "")].includes(typed)) return value;
  const meant = Object.hasOwn(grammar.units, typed) ? grammar.units[typed] : typed;
  if (meant === own) return value;
  return meant === "%" && !unit ? value / 100 : null;
}
