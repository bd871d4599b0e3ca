// @ts-check
/** On which channel Python's worker tells how much of it has been loaded. */
export const CHANNEL = "cnnkit-python";
