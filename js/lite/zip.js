// @ts-check
// A ZIP file of a few texts, stored and not compressed (PKWARE's APPNOTE 4.3).

const TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value >>> 0;
});

/** CRC-32 of some bytes. @param {Uint8Array} bytes */
export function crc32(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 255] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

/** Little-endian numbers, as [size in bytes, value]. */
function numbers(...fields) {
  const bytes = [];
  for (const [size, value] of fields) {
    for (let i = 0; i < size; i += 1) bytes.push((value >>> (8 * i)) & 255);
  }
  return Uint8Array.from(bytes);
}

const dosTime = (date) => (date.getHours() << 11) | (date.getMinutes() << 5) | (date.getSeconds() >> 1);
const dosDate = (date) => ((date.getFullYear() - 1980) << 9) | ((date.getMonth() + 1) << 5)
  | date.getDate();

/** The bytes of a ZIP file. @param {{name: string, text: string}[]} files @param {Date} date
 * @returns {Uint8Array[]} parts, in order */
export function zip(files, date = new Date()) {
  const encoder = new TextEncoder();
  const parts = [];
  const directory = [];
  let offset = 0;
  for (const { name, text } of files) {
    const [title, content] = [encoder.encode(name), encoder.encode(text)];
    const common = [[2, 20], [2, 0x800], [2, 0], [2, dosTime(date)], [2, dosDate(date)],
      [4, crc32(content)], [4, content.length], [4, content.length], [2, title.length], [2, 0]];
    const head = numbers([4, 0x04034b50], ...common);
    parts.push(head, title, content);
    directory.push(numbers([4, 0x02014b50], [2, 20], ...common, [2, 0], [2, 0], [2, 0], [4, 0],
      [4, offset]), title);
    offset += head.length + title.length + content.length;
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0);
  return [...parts, ...directory, numbers([4, 0x06054b50], [2, 0], [2, 0], [2, files.length],
    [2, files.length], [4, size], [4, offset], [2, 0])];
}
