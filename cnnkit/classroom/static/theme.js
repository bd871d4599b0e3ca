// Light or dark as the computer is set, until T or the button chooses; paper is always light.
(() => {
  const root = document.documentElement;
  const dark = matchMedia("(prefers-color-scheme: dark)");
  let chosen = "";
  const put = (theme) => root.setAttribute("data-theme", theme);
  const follow = () => put(chosen || (dark.matches ? "dark" : "light"));
  const turn = () => {
    chosen = root.getAttribute("data-theme") === "dark" ? "light" : "dark";
    follow();
  };
  dark.addEventListener("change", follow);
  addEventListener("beforeprint", () => put("light"));
  addEventListener("afterprint", follow);
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof HTMLSelectElement) return; // a letter chooses there
    if (event.key.toLowerCase() === "t") turn();
  });
  follow();
  addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", turn);
  });
})();
