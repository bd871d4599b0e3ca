// @ts-check
// A board as one picture: its canvases and its words, where they stand on the page.

const RIM = 12; // pixels around what is drawn
const LEFT_OUT = ".cnnkit-head, .cnnkit-actions, .cnnkit-stored, .cnnkit-live, .cnnkit-ruler";
const FONT = 12, LINE = 17; // pixels of the words that say what is set
const PARTS = "; "; // between two settings, as setting_words.py writes them
const SHARP = 2; // pixels of the picture for each of the page, at least

/** A word on the page, in the page's pixels.
 * @typedef {{text: string, left: number, top: number, right: number, bottom: number}} Word */

/** Words that stand beside each other, as lines. @param {Word[]} words @returns {Word[]} */
export function linesOf(words) {
  /** @type {Word[]} */
  const lines = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last && Math.abs(last.top - word.top) < 1 && word.left >= last.right - 1) {
      last.text += word.left - last.right > 1 ? ` ${word.text}` : word.text;
      last.right = word.right;
    } else lines.push({ ...word });
  }
  return lines;
}

/** Settings in lines of at most so many pixels, broken between two of them.
 * @param {string} settings @param {number} room @param {(text: string) => number} widthOf
 * @returns {string[]} */
export function settingLines(settings, room, widthOf) {
  /** @type {string[]} */
  const lines = [];
  for (const part of settings ? settings.split(PARTS) : []) {
    const longer = lines.length ? `${lines.at(-1)}${PARTS}${part}` : part;
    if (lines.length && widthOf(longer) <= room) lines[lines.length - 1] = longer;
    else lines.push(part);
  }
  return lines;
}

/** Lines as far as their box has room, where what is beyond it is hidden on the page too.
 * @param {Word[]} lines @param {number} bottom of that box @returns {Word[]} */
export function linesWithin(lines, bottom) {
  const kept = lines.filter((line) => line.bottom < bottom + 2);
  const last = kept.at(-1);
  return last && kept.length < lines.length
    ? [...kept.slice(0, -1), { ...last, text: `${last.text}…` }] : kept;
}

/** The words of a text node, as the page has broken them into lines. @returns {Word[]} */
function wordsOf(node) {
  const range = document.createRange();
  const wordAt = (text, index) => {
    range.setStart(node, index);
    range.setEnd(node, index + text.length);
    const { left, top, right, bottom } = range.getBoundingClientRect();
    return { text, left, top, right, bottom };
  };
  return [...node.data.matchAll(/\S+/g)].flatMap(({ 0: text, index }) => {
    const word = wordAt(text, index); // a word that is broken too is taken letter by letter
    return range.getClientRects().length < 2 ? [word]
      : [...text.matchAll(/./gu)].map((letter) => wordAt(letter[0], index + letter.index));
  });
}

/** All text nodes inside of an element that can be seen; a picture has no buttons. */
function textsIn(element) {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT), found = [];
  while (walker.nextNode()) {
    const { currentNode: node } = walker;
    const owner = node.parentElement;
    if (owner.getClientRects().length && !owner.closest("button")) found.push(node);
  }
  return found;
}

/** The board's panels, with its arithmetic and what it says, on a canvas of its own. What is there
 * to be pressed is left out; what is set there is said below.
 * @returns {HTMLCanvasElement} */
export function pictureOf(board) {
  const { root } = board;
  const parts = [...root.children].filter((part) => !part.matches(LEFT_OUT)
    && part.getClientRects().length);
  const canvases = parts.flatMap((part) => [...part.querySelectorAll("canvas")])
    .filter((one) => one.getClientRects().length);
  const texts = parts.flatMap(textsIn);
  const lines = texts.map((node) => {
    const owner = node.parentElement, found = linesOf(wordsOf(node));
    return getComputedStyle(owner).overflow === "hidden"
      ? linesWithin(found, owner.getBoundingClientRect().bottom) : found;
  });
  const boxes = [...canvases.map((one) => one.getBoundingClientRect()), ...lines.flat()];
  const left = Math.min(...boxes.map((box) => box.left)) - RIM;
  const top = Math.min(...boxes.map((box) => box.top)) - RIM;
  const width = Math.max(...boxes.map((box) => box.right)) + RIM - left;
  const drawn = Math.max(...boxes.map((box) => box.bottom)) + RIM - top;
  const sharp = Math.max(SHARP, window.devicePixelRatio || 1);
  const page = document.createElement("canvas");
  const enlarged = board.enlarged, font = `${FONT * enlarged}px ${board.palette.font}`;
  page.getContext("2d").font = font;
  const settings = settingLines(board.scene.settings ?? "", width - 2 * RIM,
    (text) => page.getContext("2d").measureText(text).width);
  const height = drawn + settings.length * LINE * enlarged;
  [page.width, page.height] = [Math.ceil(width * sharp), Math.ceil(height * sharp)];
  const context = page.getContext("2d");
  context.scale(sharp, sharp);
  context.fillStyle = getComputedStyle(root).backgroundColor;
  context.fillRect(0, 0, width, height);
  context.translate(-left, -top);
  for (const canvas of canvases) {
    const box = canvas.getBoundingClientRect();
    context.drawImage(canvas, box.left, box.top, box.width, box.height);
  }
  texts.forEach((node, i) => writeLines(context, node.parentElement, lines[i]));
  context.font = font;
  context.fillStyle = board.palette.muted;
  settings.forEach((line, i) => context.fillText(line, left + RIM,
    top + drawn - RIM / 2 + (i + 0.5) * LINE * enlarged));
  return page;
}

/** Words in the font and the colours that they have on the page. @param {Word[]} lines */
function writeLines(context, element, lines) {
  const style = getComputedStyle(element);
  context.font = `${style.fontStyle} ${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  context.textBaseline = "middle";
  for (const { text, left, top, right, bottom } of lines) {
    if (element.localName === "mark") { // the weight that is pointed at
      context.fillStyle = style.backgroundColor;
      context.fillRect(left, top, right - left, bottom - top);
    }
    context.fillStyle = style.color;
    context.fillText(text, left, (top + bottom) / 2);
  }
}
