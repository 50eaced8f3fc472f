import { hash } from 'node:crypto';

export type JsonValue =
  | string
  | number
  | boolean
  | null
  | readonly JsonValue[]
  | { readonly [key: string]: JsonValue };

/** A value that is written already, as `toCanonicalJson` writes it: it stands for the value itself. */
export class CanonicalJson {
  readonly text: string;

  constructor(value: unknown) {
    this.text = toCanonicalJson(value);
  }

  /** SHA-256 of the text, in hexadecimal digits. */
  get hash(): string {
    return hash('sha256', this.text, 'hex');
  }
}

/**
 * One text for equal values: keys sorted by code unit (but array indices first, by number, as an object
 * lists them), no white space. Bigint is a string of digits, dates are ISO, bytes hex, absent fields left
 * out. Written in one pass: every stored change is hashed by it.
 *
 * @throws {TypeError} For what JSON cannot hold: functions, NaN, symbols.
 */
export function toCanonicalJson(value: unknown): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'bigint') return `"${value}"`;
  if (value instanceof Date) return `"${value.toISOString()}"`;
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('hex')}"`;
  if (Array.isArray(value)) return `[${value.map(toCanonicalJson).join(',')}]`;
  if (value instanceof CanonicalJson) return value.text;
  if (typeof value === 'object') return writeObject(value);
  throw new TypeError(`Not JSON: ${typeof value} ${String(value)}`);
}

/** SHA-256 of the canonical text, in hexadecimal digits. */
export function hashJson(value: unknown): string {
  return hash('sha256', toCanonicalJson(value), 'hex');
}

function writeObject(value: object): string {
  const fields: string[] = [];
  for (const key of listKeys(value)) {
    const field: unknown = Reflect.get(value, key);
    if (field !== undefined) fields.push(`${JSON.stringify(key)}:${toCanonicalJson(field)}`);
  }
  return `{${fields.join(',')}}`;
}

function listKeys(value: object): string[] {
  const keys = Object.keys(value);
  const firstName = keys.findIndex((key) => !isArrayIndex(key));
  // Object.keys lists array indices first, in their order.
  if (firstName <= 0) return firstName === 0 ? keys.sort() : keys;
  return [...keys.slice(0, firstName), ...keys.slice(firstName).sort()];
}

const LAST_ARRAY_INDEX = 2 ** 32 - 2;

function isArrayIndex(key: string): boolean {
  return /^(?:0|[1-9]\d{0,9})$/.test(key) && Number(key) <= LAST_ARRAY_INDEX;
}
