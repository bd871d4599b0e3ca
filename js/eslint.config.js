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
    files: ["js/board/**", "js/lab/**", "js/prediction/**", "js/page/**", "js/lite/**", "js/shared/**"],
    languageOptions: { globals: globals.browser },
    rules: {
      // In a shadow tree, where some pages put widgets, `window.event` is undefined.
      "no-restricted-globals": ["error", "event"],
      "no-restricted-properties": ["error", { object: "window", property: "event" }],
    },
  },
  {
    // Put into pages as they are, between the tags of a script.
    files: ["cnnkit/classroom/static/**"],
    languageOptions: { globals: globals.browser, sourceType: "script" },
    rules: { "no-restricted-globals": ["error", "event"] },
  },
  {
    files: ["js/*", "tests/**"],
    languageOptions: { globals: globals.node },
  },
];
