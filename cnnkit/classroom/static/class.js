// The arrow keys go from card to card: each comes to the upper edge, and is read out.
(() => {
  const cards = [...document.querySelectorAll("article")];
  let at = -1;
  const go = (to) => {
    at = Math.max(0, Math.min(cards.length - 1, to));
    cards[at].focus({ preventScroll: true });
    cards[at].scrollIntoView({ block: "start" });
  };
  document.addEventListener("focusin", (event) => {
    const card = event.target instanceof Element && event.target.closest("article");
    if (card) at = cards.indexOf(card);
  });
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !cards.length) return;
    const to = { ArrowRight: at + 1, PageDown: at + 1, ArrowLeft: at - 1, PageUp: at - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    go(to);
  });
})();
