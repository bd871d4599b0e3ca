// @ts-check
// Our buttons stay first in a notebook's toolbar: what comes last hides in "…" where it is narrow.

/**
 * Put `widget` first, and again each time an item of JupyterLab's comes before it: JupyterLab puts
 * its own there when its settings are read, which may be long after a notebook is ready.
 *
 * @param {any} toolbar JupyterLab's, of one notebook
 * @param {string} name what the toolbar calls the item
 * @param {any} widget
 */
export function keepFirst(toolbar, name, widget) {
  const put = () => {
    widget.parent = null; // a name that the toolbar has is not put in a second time
    toolbar.insertItem(0, name, widget);
  };
  put();
  const watch = new MutationObserver((changes) => {
    const others = changes.some((change) =>
      [...change.addedNodes].some((node) => node !== widget.node));
    // Only when JupyterLab has added one: what itself hides in "…" would be taken out for ever.
    if (others && !toolbar.isDisposed && toolbar.layout.widgets[0] !== widget) put();
  });
  watch.observe(toolbar.node, { childList: true });
  toolbar.disposed.connect(() => watch.disconnect());
}
