// What eslint holds for the widgets' sources and for their tests.

import js from "@eslint/js";
import globals from "globals";

export default [
  { files: ["**/*.js", "**/*.mjs"], ...js.configs.recommended },
  {
    files: ["**/*.js", "**/*.mjs"],
    languageOptions: { ecmaVersion: 2022, sourceType: "module" },
    linterOptions: { reportUnusedDisableDirectives: "error" },
    rules: {
      complexity: ["error", 20],
      eqeqeq: ["error", "always", { null: "ignore" }],
      "no-var": "error",
      "prefer-const": ["error", { destructuring: "all" }],
    },
  },
  {
    files: ["js/board/**", "js/prediction/**", "js/page/**", "js/lite/**"],
    languageOptions: { globals: globals.browser },
    rules: {
      // In a shadow tree, where some pages put widgets, `window.event` is undefined.
      "no-restricted-globals": ["error", "event"],
      "no-restricted-properties": ["error", { object: "window", property: "event" }],
    },
  },
  {
    files: ["js/*", "tests/**"],
    languageOptions: { globals: globals.node },
  },
];
