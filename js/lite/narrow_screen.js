// @ts-check
// On a telephone the list of files would leave a lesson no room.

const NARROW = 700; // px

/**
 * Close the list of files where the screen is narrow, and again each time JupyterLab opens it, which
 * it does more than once while a lesson opens, until somebody touches the page: they may want it.
 *
 * @param {any} shell JupyterLab's
 */
export function giveRoom(shell) {
  if (window.innerWidth >= NARROW || !shell.layoutModified) return; // JupyterLab has it
  const close = () => { if (!shell.leftCollapsed) shell.collapseLeft(); };
  const end = () => { shell.layoutModified.disconnect(close); };
  for (const touch of ["pointerdown", "keydown"]) {
    window.addEventListener(touch, end, { capture: true, once: true });
  }
  shell.layoutModified.connect(close);
  close();
}
