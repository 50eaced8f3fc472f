import { WebSocketError, WS_CODES } from './errors.ts';

/** What a text frame holds: a JSON object, of whatever a peer likes to send. */
export type Message = { readonly [name: string]: unknown };

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPENS_LIST = 0x5b;
const CLOSES_LIST = 0x5d;
const OPENS_OBJECT = 0x7b;
const CLOSES_OBJECT = 0x7d;

/**
 * The message in a text frame.
 *
 * @throws {WebSocketError} 4400 for what is not a JSON object (null, lists, bare values), is nested deeper
 *   than `maxDepth`, or names `__proto__` anywhere.
 */
export function decodeMessage(data: Buffer, maxDepth: number): Message {
  // Each level takes two bytes at least: short messages cannot be too deep.
  if (data.length > 2 * maxDepth && isDeeperThan(maxDepth, data)) {
    throw new WebSocketError(WS_CODES.BAD_REQUEST, 'Nested too deeply');
  }
  const text = data.toString();
  const value = parse(text);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new WebSocketError(WS_CODES.BAD_REQUEST, 'A message must be a JSON object');
  }
  // Merged into an object of ours by someone careless, the name would change what that object is.
  if ((text.includes('__proto__') || text.includes('\\u')) && namesProto(value)) {
    throw new WebSocketError(WS_CODES.BAD_REQUEST, 'A name is not allowed');
  }
  // An object that is no list: that is all the type says.
  return value as Message;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new WebSocketError(WS_CODES.BAD_REQUEST, 'Not JSON');
  }
}

function isDeeperThan(maxDepth: number, data: Buffer): boolean {
  let depth = 0;
  for (let i = 0; i < data.length; i += 1) {
    const byte = data[i];
    if (byte === QUOTE) {
      i = endOfString(data, i);
    } else if (byte === OPENS_LIST || byte === OPENS_OBJECT) {
      depth += 1;
      if (depth > maxDepth) return true;
    } else if (byte === CLOSES_LIST || byte === CLOSES_OBJECT) {
      depth -= 1;
    }
  }
  return false;
}

function endOfString(data: Buffer, start: number): number {
  for (let i = start + 1; i < data.length; i += 1) {
    if (data[i] === BACKSLASH) i += 1;
    else if (data[i] === QUOTE) return i;
  }
  return data.length;
}

/** As deep as was let in: the recursion is bounded. */
function namesProto(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.hasOwn(value, '__proto__')) return true;
  return Object.values(value).some(namesProto);
}
