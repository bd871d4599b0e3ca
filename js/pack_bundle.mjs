// Packs a bundle for notebooks and pages: a module of half its size, which unpacks itself in the
// browser (shared/unpack_bundle.js).

import { deflateSync, inflateSync } from "node:zlib";

const PLACE = 'atob("")'; // where that module has what is packed

/** A bundle's text, packed into letters. @param {string} bundle */
export const pack = (bundle) => deflateSync(bundle, { level: 9, memLevel: 9 }).toString("base64");

/** The module that unpacks, with what it unpacks. @param {string} module @param {string} packed */
export function withPacked(module, packed) {
  if (!module.includes(PLACE)) throw new Error(`shared/unpack_bundle.js has no ${PLACE}`);
  return module.replace(PLACE, `atob("${packed}")`);
}

/** A file with what it has packed: other versions of Node.js pack the same text into other letters.
 * @param {string} text */
export const unpacked = (text) => text.replace(/atob\("([^"]*)"\)/, (_, packed) => {
  const bytes = Buffer.from(packed, "base64"); // reads what a browser refuses
  const { buffer, engine } = /** @type {any} */ (inflateSync(bytes, { info: true }));
  if (bytes.toString("base64") !== packed || engine.bytesWritten !== bytes.length) {
    throw new Error("what is packed is not whole");
  }
  return buffer.toString();
});
