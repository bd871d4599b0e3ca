// @ts-check
// Colours for values, and ink that can be read on them. Pure functions: which colours a value can
// have, as those of positive and negative numbers, is said in board.css, for light and for dark.

import { clamp } from "./geometry.js";

/** "#rrggbb" as three numbers. @param {string} text @returns {[number, number, number]} */
export function parseColour(text) {
  const hex = text.trim().replace("#", "");
  const part = (i) => parseInt(hex.slice(i, i + 2), 16);
  return [part(0), part(2), part(4)];
}

/** Colour of a value between stops that are spread evenly from low to high.
 * @param {[number, number, number][]} stops @param {number} value @param {number[]} limits
 * @returns {[number, number, number]} */
export function colourOf(stops, value, [low, high]) {
  const t = high > low ? clamp((value - low) / (high - low), 0, 1) : 0.5;
  const at = t * (stops.length - 1);
  const i = Math.min(Math.floor(at), stops.length - 2);
  const mixed = (k) => Math.round(stops[i][k] + (stops[i + 1][k] - stops[i][k]) * (at - i));
  return [mixed(0), mixed(1), mixed(2)];
}

/** Dark ink on light cells, light ink on dark ones (relative luminance, WCAG 2).
 * @param {[number, number, number]} rgb */
export function inkFor(rgb) {
  const [r, g, b] = rgb.map((v) => {
    const s = v / 255;
    return s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b > 0.179 ? "#000000" : "#ffffff";
}

/** A colour as CSS. */
export const css = ([r, g, b]) => `rgb(${r}, ${g}, ${b})`;
