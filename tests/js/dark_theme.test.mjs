// Whether a host is dark, and how large boards are on it.
import assert from "node:assert/strict";
import test from "node:test";

import "./fake_page.mjs";
import {load} from "./board.mjs";

const {isDarkColour} = await load("dark_theme.js");
const {TextSize} = await load("text_size.js");

test("a background is dark or light, and one that is seen through says nothing", () => {
  assert.equal(isDarkColour("rgb(30, 30, 30)"), true);
  assert.equal(isDarkColour("rgb(255, 255, 255)"), false);
  assert.equal(isDarkColour("rgba(0, 0, 0, 0)"), undefined);
  assert.equal(isDarkColour("transparent"), undefined);
  assert.equal(isDarkColour("rgb(255, 255, 0)"), false); // light, though it has no blue
});

test("boards grow with the page's text, never shrink with it, and stop growing", () => {
  const sizes = new TextSize(() => {}, new AbortController().signal);
  assert.equal(sizes.factor(14), 1);
  assert.equal(sizes.factor(17), 1.21);
  assert.equal(sizes.factor(9), 1);
  assert.equal(sizes.factor(NaN), 1); // a page that does not say
  assert.equal(sizes.factor(400), 3);
  sizes.chosen = 2;
  assert.equal(sizes.factor(17), 2.43);
});
