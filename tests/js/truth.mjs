// The whole Board under node, on a page that only pretends: for each scene of its input and each
// cell that is pointed at (a JSON object a line), what the browser would write, paint and say.
//
// Nothing is seen here, but every number goes the browser's own way: read, kept over from the scene
// before, filled into products, spelled.
import {readFileSync, writeFileSync} from "node:fs";

import {load} from "./board.mjs";
import {FakeNode, Model} from "./fake_page.mjs";
import {withBytes} from "./scene_files.mjs";

const {Board} = await load("board.js");

const listed = (values) => [...values].map((value) => (Number.isFinite(value) ? value
  : String(value)));
const boards = new Map();
const out = [];
for (const text of readFileSync(process.argv[2], "utf8").split("\n").filter(Boolean)) {
  const {explorer, scene: packed, cursor, cells} = JSON.parse(text);
  const scene = withBytes(packed);
  let board = boards.get(explorer);
  if (board) {
    board.model.arrive("scene", scene);
    board.model.arrive("cursor", cursor);
  } else boards.set(explorer, board = new Board(new Model(scene, cursor), new FakeNode("div")));
  const lines = [null, ...cells].map((cell) => { // first where Python has left the cursor
    board.hand.tap = null;
    if (cell) {
      const [panel, channel, row, col] = cell;
      board.point(board.views.get(panel), {channel, row, col}); // as a pointer does
    }
    board.paint();
    const {cursor} = board.hand;
    return {
      cursor: [cursor.panel, cursor.channel, cursor.row, cursor.col],
      line: board.arithmetic.textContent,
      label: board.views.get(cursor.panel).label ?? "",
      products: Object.fromEntries([...board.views].filter(([, view]) => view.panel.products)
        .map(([name, view]) => [name, listed(view.panel.values)])),
      places: {...board.hand.places},
    };
  });
  out.push(JSON.stringify({
    lines,
    message: board.message.textContent,
    said: board.root.getAttribute("aria-label"),
    painted: Object.fromEntries([...board.views].map(([name, view]) => [name,
      listed(view.painted ?? [])])),
    titles: Object.fromEntries([...board.views].map(([name, view]) => [name,
      [view.title.textContent, view.note.hidden ? "" : view.note.textContent]])),
  }));
}
writeFileSync(process.argv[3], out.join("\n"));
