/**
 * What goes over the wire: a list of sender and data, as MessagePack or as JSON. Which of the two it is
 * shows in its first byte, so that each process may send what it likes.
 *
 * @module
 */
import { randomBytes } from 'node:crypto';
import { Packr, Unpackr } from 'msgpackr';

/** 'msgpack' keeps dates, bigints, sets, binary data and undefined; 'json' keeps what JSON keeps. */
export type Format = 'msgpack' | 'json';

// Records would let a sender define structures here; plain maps are also what other languages read.
const options = { useRecords: false, moreTypes: true, useBigIntExtension: true } as const;
const packr = new Packr(options);
const unpackr = new Unpackr(options);

const SENDER_BYTES = 9;
const JSON_LIST = 0x5b;

/** Writes the frames of one sender, and knows its own when they come back. */
export class Framer {
  readonly #sender = randomBytes(SENDER_BYTES).toString('base64url');
  readonly #isJson: boolean;
  readonly #jsonHead: string;
  readonly #heads: readonly Buffer[];

  constructor(format: Format) {
    this.#isJson = format === 'json';
    this.#jsonHead = `[${JSON.stringify(this.#sender)},`;
    const packed = packr.pack([this.#sender, null]);
    // The list's length, the sender's length and the sender: all of it but the packed null.
    this.#heads = [packed.subarray(0, packed.length - 1), Buffer.from(this.#jsonHead)];
  }

  /** @throws Error when the data cannot be written in this format. */
  write(data: unknown): string | Buffer {
    if (!this.#isJson) return packr.pack([this.#sender, data]);
    return `${this.#jsonHead}${JSON.stringify(data) ?? 'null'}]`;
  }

  /** Costs no decoding. */
  isOwn(frame: Buffer): boolean {
    const head = this.#heads[frame[0] === JSON_LIST ? 1 : 0];
    return head !== undefined && frame.length > head.length && startsWith(frame, head);
  }
}

/** @throws Error when it is not a frame. */
export function readFrame(frame: Buffer): unknown {
  const list: unknown =
    frame[0] === JSON_LIST ? JSON.parse(frame.toString()) : unpackr.unpack(frame);
  if (!Array.isArray(list) || list.length !== 2 || typeof list[0] !== 'string') {
    throw new TypeError('A list of sender and data was expected');
  }
  return list[1];
}

/** Of a few bytes: cheaper than making a view of them to compare. */
function startsWith(frame: Buffer, head: Buffer): boolean {
  for (let index = 0; index < head.length; index += 1) {
    if (frame[index] !== head[index]) return false;
  }
  return true;
}
