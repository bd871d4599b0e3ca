// @ts-check
// A student's work, which lives in the browser's storage: what of it is the student's own, how it is
// downloaded, how a lesson is started over, and whether a newer edition of it exists.

import { zip } from "./zip.js";

/** @typedef {{get(path: string, options?: object): Promise<any>, save(path: string, model: object):
 *    Promise<any>, delete(path: string): Promise<void>}} Contents as JupyterLab has them */

const asText = ({ content, format }) => (
  format === "json" || typeof content !== "string" ? JSON.stringify(content, null, 1) : content);

/** All files below a folder. @param {Contents} contents @returns {Promise<string[]>} */
export async function filesBelow(contents, folder = "") {
  const { content } = await contents.get(folder, { content: true });
  const found = await Promise.all((content ?? []).map((one) => (
    one.type === "directory" ? filesBelow(contents, one.path) : [one.path])));
  return found.flat().sort();
}

/** Every file that is not as the course brought it. @param {Contents} contents
 * @param {(path: string) => Promise<string | null>} shipped the course's own text of a file */
export async function ownFiles(contents, shipped) {
  const own = [];
  for (const path of await filesBelow(contents)) {
    const model = await contents.get(path, { content: true });
    const text = asText(model);
    const original = await shipped(path);
    if (original === null || !sameContent(text, original)) own.push({ name: path, text });
  }
  return own;
}

/** Whether two texts say the same; JSON is compared by its values. */
export function sameContent(one, other) {
  if (one === other) return true;
  try {
    return JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other));
  } catch {
    return false;
  }
}

/** The student's files as one ZIP. @param {{name: string, text: string}[]} files */
export const packed = (files) => new Blob(/** @type {BlobPart[]} */ (zip(files)),
  { type: "application/zip" });

/** A name beside a file that nothing has yet: "03_rectify (mine).ipynb", "… (mine 2).ipynb".
 * @param {string} path @param {string[]} taken */
export function nameAside(path, taken) {
  const dot = path.lastIndexOf(".");
  const [stem, end] = dot > 0 ? [path.slice(0, dot), path.slice(dot)] : [path, ""];
  for (let number = 1; ; number += 1) {
    const name = `${stem} (mine${number > 1 ? ` ${number}` : ""})${end}`;
    if (!taken.includes(name)) return name;
  }
}

/** Keep the student's copy aside and put the course's in its place; returns where the old one is.
 * @param {Contents} contents @param {string} path */
export async function startOver(contents, path) {
  const model = await contents.get(path, { content: true });
  const aside = nameAside(path, await filesBelow(contents));
  await contents.save(aside, { type: model.type, format: model.format, content: model.content });
  await contents.delete(path); // what the storage has; the site's own file is there again
  return aside;
}

/** Whether the site has another edition of a lesson than the one that was opened here.
 * @param {any} here @param {any} there metadata of two notebooks */
export const otherEdition = (here, there) => Boolean(here?.cnnkit && there?.cnnkit)
  && JSON.stringify(here.cnnkit) !== JSON.stringify(there.cnnkit);
