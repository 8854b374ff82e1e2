// Rows as bytes: column after column, little-endian. Used on the wire and in the file alike.
import { columnTypes, type Columns, type Recording } from './recording.js';

type Name = keyof typeof columnTypes;
const names = Object.keys(columnTypes) as Name[];
/** Of one row. */
export const rowBytes = names.reduce((sum, name) => sum + columnTypes[name].BYTES_PER_ELEMENT, 0);

/** The rows from one to another, by their place in the columns. */
export function packRows(recording: Recording, from = 0, to = recording.length): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array((to - from) * rowBytes);
  let offset = 0;
  for (const name of names) {
    const part = recording[name].subarray(from, to);
    bytes.set(new Uint8Array(part.buffer, part.byteOffset, part.byteLength), offset);
    offset += part.byteLength;
  }
  return bytes;
}

/** Throws a RangeError where the bytes are no whole number of rows. */
export function unpackRows(bytes: Uint8Array): { columns: Columns; length: number } {
  const length = bytes.length / rowBytes;
  if (!Number.isInteger(length)) throw new RangeError(`${bytes.length} bytes are not a whole number of rows`);
  let offset = 0;
  const columns = Object.fromEntries(
    names.map((name) => {
      const size = length * columnTypes[name].BYTES_PER_ELEMENT;
      const column = new columnTypes[name](bytes.slice(offset, offset + size).buffer);
      offset += size;
      return [name, column];
    }),
  ) as unknown as Columns;
  return { columns, length };
}
