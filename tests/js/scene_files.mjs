// Scenes that Python wrote to a file, with the bytes of their arrays as text.

/** The scene with bytes again, as a widget's model holds it. */
export const withBytes = (scene) => ({...scene, arrays: Object.fromEntries(
  Object.entries(scene.arrays).map(([name, {shape, data}]) =>
    [name, {shape, data: Buffer.from(data, "base64")}]))});
