/**
 * What an entry holds: fields and values in the order in which they were written, names perhaps more
 * than once, all of them bytes.
 *
 * @module
 */

/** Fields and values in turn, as Redis gives them. */
export type RawFields = readonly Buffer[];
/** The same, where the client has made texts of them: cheaper by half where all of it becomes text. */
export type TextFields = readonly string[];
/** Makes of an entry what listeners are given. What it throws is told, and the entry left out. */
export type Decode<Data> = (fields: RawFields) => Data;

/** Values by name as text; of a name that comes again, the last. The default. */
export function textFields(fields: RawFields | TextFields): Record<string, string> {
  const data: Record<string, string> = {};
  for (let index = 1; index < fields.length; index += 2) {
    const name = nameAt(index, fields[index - 1]);
    const value = toText(fields[index]);
    if (name === '__proto__') setOwn(data, value);
    else data[name] = value;
  }
  return data;
}

/** Set as any other, it would be the object's prototype. */
function setOwn(data: Record<string, string>, value: string): void {
  Object.defineProperty(data, '__proto__', { value, enumerable: true, configurable: true });
}

type Name = { readonly bytes: Buffer; readonly text: string };

/** Names that came last, each at its place: entries of one kind follow each other, and a text that is not made anew is the faster key. */
const names: (Name | undefined)[] = [];
const MOST_NAMES = 64;
const LONGEST_NAME = 64;

function nameAt(place: number, bytes: Buffer | string | undefined): string {
  if (typeof bytes === 'string') return bytes;
  const known = names[place];
  if (known && bytes && areEqual(known.bytes, bytes)) return known.text;
  const text = toText(bytes);
  if (bytes && place < MOST_NAMES && bytes.length <= LONGEST_NAME) {
    // A copy: the bytes given are a view of all that came with them.
    names[place] = { bytes: Buffer.from(bytes), text };
  }
  return text;
}

/** Of a few bytes: cheaper than a call into native code. */
function areEqual(a: Buffer, b: Buffer): boolean {
  if (a.length !== b.length) return false;
  for (let index = 0; index < a.length; index += 1) if (a[index] !== b[index]) return false;
  return true;
}

/** All fields as text, in their order, names as often as they were written. */
export function textPairs(fields: RawFields): [name: string, value: string][] {
  const pairs: [string, string][] = [];
  for (let index = 1; index < fields.length; index += 2) {
    pairs.push([toText(fields[index - 1]), toText(fields[index])]);
  }
  return pairs;
}

/** All fields with their values as bytes, in their order. */
export function binaryPairs(fields: RawFields): [name: string, value: Buffer][] {
  const pairs: [string, Buffer][] = [];
  for (let index = 1; index < fields.length; index += 2) {
    pairs.push([toText(fields[index - 1]), fields[index] ?? Buffer.alloc(0)]);
  }
  return pairs;
}

/** Values by name, or pairs where the order or a name that comes again matters. */
export type StreamFields =
  | Readonly<Record<string, FieldValue>>
  | readonly (readonly [name: string, value: FieldValue])[];
export type FieldValue = string | number | bigint | Buffer;

/** @throws TypeError for no field at all, which Redis refuses, or a value that is none. */
export function toArguments(fields: StreamFields): (string | Buffer)[] {
  const pairs = Array.isArray(fields) ? fields : Object.entries(fields);
  if (pairs.length === 0) throw new TypeError('An entry has at least one field');
  const given: (string | Buffer)[] = [];
  for (const [name, value] of pairs) {
    if (!isFieldValue(value)) throw new TypeError(`The field ${name} cannot be ${typeof value}`);
    given.push(name, typeof value === 'string' || Buffer.isBuffer(value) ? value : String(value));
  }
  return given;
}

function isFieldValue(value: unknown): value is FieldValue {
  return (
    typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'bigint' ||
    Buffer.isBuffer(value)
  );
}

function toText(bytes: Buffer | string | undefined): string {
  if (typeof bytes === 'string') return bytes;
  return bytes === undefined ? '' : bytes.toString();
}
