// @ts-check
// A bundle as it is stored in notebooks and sent to pages: packed, which halves it. What loads it gets
// the bundle's own default. pack_bundle.mjs puts the packed bundle in the place of the empty string.

const bytes = Uint8Array.from(atob(""), (one) => one.charCodeAt(0));
const unpacking = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
const source = new Blob([await new Response(unpacking).text()], { type: "text/javascript" });
const url = URL.createObjectURL(source);
const bundle = await import(url).finally(() => URL.revokeObjectURL(url));

export default bundle.default;
