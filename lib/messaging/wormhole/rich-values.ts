/**
 * Values that JSON would lose, in JSON: undefined, bigint, NaN, −0, Date, RegExp, Map, Set, bytes,
 * errors, cycles and shared objects. As structured clone, it takes own enumerable fields of any object.
 *
 * A value becomes a list of nodes; the first is the value. A node is a JSON primitive, or an array of
 * a kind and its content, in which other nodes are meant by their number.
 *
 * @module
 */
import { WormholeProtocolError, WormholeValueError } from './errors.ts';

const VIEWS: Readonly<Record<string, new (buffer: ArrayBuffer) => ArrayBufferView>> = {
  DataView,
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
  Float32Array,
  Float64Array,
  BigInt64Array,
  BigUint64Array,
};

/**
 * Turn a value into nodes that JSON keeps.
 *
 * @throws {WormholeValueError} For a function or a symbol.
 */
export function encodeRich(value: unknown): unknown[] {
  const nodes: unknown[] = [];
  const numbers = new Map<object, number>();
  const open: { readonly number: number; readonly value: object }[] = [];
  const add = (child: unknown): number => {
    const known = typeof child === 'object' && child !== null ? numbers.get(child) : undefined;
    if (known !== undefined) return known;
    const number = nodes.length;
    if (typeof child === 'object' && child !== null) {
      numbers.set(child, number);
      open.push({ number, value: child });
      nodes.push(null);
    } else {
      nodes.push(encodePrimitive(child));
    }
    return number;
  };
  add(value);
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    nodes[next.number] = encodeObject(next.value, add);
  }
  return nodes;
}

function encodePrimitive(value: unknown): unknown {
  switch (typeof value) {
    case 'undefined':
      return ['u'];
    case 'bigint':
      return ['n', String(value)];
    case 'number':
      if (Object.is(value, -0)) return ['f', '-0'];
      return Number.isFinite(value) ? value : ['f', String(value)];
    case 'function':
    case 'symbol':
      throw new WormholeValueError(`A ${typeof value} cannot travel`);
    default:
      return value;
  }
}

function encodeObject(value: object, add: (child: unknown) => number): unknown[] {
  if (Array.isArray(value)) return ['a', ...Array.from(value, add)];
  if (value instanceof Date) {
    const ms = value.getTime();
    return ['d', Number.isNaN(ms) ? null : ms];
  }
  if (value instanceof Map) return ['m', ...[...value].flat().map(add)];
  if (value instanceof Set) return ['s', ...Array.from(value, add)];
  if (value instanceof RegExp) return ['x', value.source, value.flags];
  if (value instanceof Error) return ['e', String(value.name), String(value.message)];
  if (value instanceof ArrayBuffer) return ['b', 'ArrayBuffer', toBase64(new Uint8Array(value))];
  if (ArrayBuffer.isView(value)) {
    // A Buffer arrives as what structured clone makes of it.
    const { [Symbol.toStringTag]: tag } = value as DataView | Float64Array;
    const name = value instanceof Uint8Array ? 'Uint8Array' : tag;
    const { buffer, byteOffset, byteLength } = value;
    return ['b', name, toBase64(new Uint8Array(buffer, byteOffset, byteLength))];
  }
  return ['o', ...Object.entries(value).flatMap(([key, child]) => [key, add(child)])];
}

/**
 * Turn nodes back into the value. Nothing in them reaches a prototype.
 *
 * @throws {WormholeProtocolError} When they are not what `encodeRich` makes.
 */
export function decodeRich(nodes: unknown): unknown {
  if (!Array.isArray(nodes) || nodes.length === 0) throw wrongNodes('no list of nodes');
  // All objects first, so that whatever refers to another finds it, cycles included.
  const values = nodes.map((node) => (Array.isArray(node) ? createValue(node) : node));
  const take = (number: unknown): unknown => {
    if (typeof number !== 'number' || !(number in values)) throw wrongNodes('a node is missing');
    return values[number];
  };
  for (const [number, node] of nodes.entries()) {
    if (Array.isArray(node)) fillValue(values[number], node, take);
  }
  return values[0];
}

function createValue(node: readonly unknown[]): unknown {
  const [kind, first, second] = node;
  switch (kind) {
    case 'a':
      return [];
    case 'o':
      return {};
    case 'm':
      return new Map();
    case 's':
      return new Set();
    case 'u':
      return undefined;
    case 'd':
      return new Date(typeof first === 'number' ? first : Number.NaN);
    case 'f':
      return Number(readText(first));
    case 'n':
      return readBigInt(first);
    case 'x':
      return readRegExp(first, second);
    case 'e':
      return Object.assign(new Error(readText(second)), { name: readText(first) });
    case 'b':
      return readBytes(first, second);
    default:
      throw wrongNodes('an unknown kind of node');
  }
}

function fillValue(value: unknown, node: readonly unknown[], take: (n: unknown) => unknown): void {
  const kind = node[0];
  if (kind === 'a') for (const number of node.slice(1)) (value as unknown[]).push(take(number));
  if (kind === 's') for (const number of node.slice(1)) (value as Set<unknown>).add(take(number));
  if (kind !== 'm' && kind !== 'o') return;
  for (let index = 1; index < node.length; index += 2) {
    const child = take(node[index + 1]);
    if (kind === 'm') (value as Map<unknown, unknown>).set(take(node[index]), child);
    else setField(value as object, node[index], child);
  }
}

/** Assigning to `__proto__` would change what the object inherits. */
function setField(target: object, key: unknown, value: unknown): void {
  if (typeof key !== 'string') throw wrongNodes('a field without a name');
  Object.defineProperty(target, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  });
}

/** An object of JSON may have a field `toString`, and then is no text by itself either. */
function readText(value: unknown): string {
  if (typeof value !== 'string') throw wrongNodes('no text where one was to be');
  return value;
}

/** Longer ones take seconds to read. */
const LONGEST_BIGINT = 10_000;

function readBigInt(text: unknown): bigint {
  if (typeof text !== 'string' || text.length > LONGEST_BIGINT || !/^-?\d+$/.test(text)) {
    throw wrongNodes('a bigint of no digits');
  }
  return BigInt(text);
}

function readRegExp(source: unknown, flags: unknown): RegExp {
  try {
    return new RegExp(readText(source), readText(flags));
  } catch (error) {
    throw wrongNodes('a regular expression that is none', error);
  }
}

function readBytes(name: unknown, base64: unknown): unknown {
  if (typeof name !== 'string' || typeof base64 !== 'string') throw wrongNodes('no bytes');
  // A buffer of its own: a view on a shared pool could be read beyond its ends.
  const { buffer } = Uint8Array.from(Buffer.from(base64, 'base64'));
  if (name === 'ArrayBuffer') return buffer;
  const View = Object.hasOwn(VIEWS, name) ? VIEWS[name] : undefined;
  if (View === undefined) throw wrongNodes('bytes of an unknown kind');
  try {
    return new View(buffer);
  } catch (error) {
    throw wrongNodes('bytes of a wrong number', error);
  }
}

function toBase64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
}

function wrongNodes(what: string, cause?: unknown): WormholeProtocolError {
  return new WormholeProtocolError(`An encoded value has ${what}`, { cause });
}
