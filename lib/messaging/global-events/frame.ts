/**
 * What goes over the wire: a list of the sender and the data of one event or more, as MessagePack or as
 * JSON. Which of the two it is shows in its first byte, so that each process may send what it likes.
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
/** MessagePack's list of two, and its list of up to 65,535. */
const PAIR = 0x92;
const PAIR_BYTES = 1;
/** The highest bits of a text of up to 31 bytes, whose length is the other five. */
const SHORT_TEXT = 0b101;
const LIST_16 = 0xdc;
const LIST_BYTES = 3;

/** One event, written and waiting for others: as JSON its data alone, as MessagePack a frame already. */
export type Part = string | Buffer;

/** More bytes than the head of a frame has: beside its parts and what is between them. */
export const HEAD_BYTES = 32;
/** A frame of several parts is at most so long: one that is longer goes alone. */
export const MOST_MERGED_BYTES = 65_536;
/** Most parts of a frame: its length fits in two bytes, and more would save nothing. */
export const MOST_PARTS = 1_000;

/** Writes the frames of one sender, and knows its own when they come back. */
export class Framer {
  readonly #isJson: boolean;
  readonly #sender: string;
  readonly #jsonHead: string;
  readonly #packedSender: Buffer;
  readonly #jsonSender: Buffer;

  constructor(format: Format) {
    const sender = randomBytes(SENDER_BYTES).toString('base64url');
    this.#isJson = format === 'json';
    this.#sender = sender;
    this.#jsonHead = `[${JSON.stringify(sender)},`;
    this.#jsonSender = Buffer.from(this.#jsonHead);
    this.#packedSender = Buffer.from(packr.pack(sender));
  }

  /** @throws Error when the data cannot be written in this format. */
  write(data: unknown): Part {
    return this.#isJson ? (JSON.stringify(data) ?? 'null') : packr.pack([this.#sender, data]);
  }

  /** One frame of some parts of this framer's, at most `MOST_PARTS`. */
  join(parts: readonly Part[]): string | Buffer {
    if (this.#isJson) {
      return `${this.#jsonHead}${parts.length === 1 ? String(parts[0]) : parts.join(',')}]`;
    }
    const [first] = parts;
    if (parts.length === 1 && first !== undefined) return first;
    const sender = this.#packedSender;
    const headBytes = PAIR_BYTES + sender.length;
    let length = LIST_BYTES + sender.length;
    for (const part of parts) length += part.length - headBytes;
    const frame = Buffer.allocUnsafe(length);
    frame[0] = LIST_16;
    frame.writeUInt16BE(parts.length + 1, 1);
    sender.copy(frame, LIST_BYTES);
    let at = LIST_BYTES + sender.length;
    for (const part of parts) {
      // All parts of this framer's are bytes: it does not write JSON.
      at += (part as Buffer).copy(frame, at, headBytes);
    }
    return frame;
  }

  /** Costs no decoding. */
  isOwn(frame: Buffer): boolean {
    if (frame[0] === JSON_LIST) return holds(frame, 0, this.#jsonSender);
    return holds(frame, frame[0] === PAIR ? PAIR_BYTES : LIST_BYTES, this.#packedSender);
  }
}

/**
 * What was sent, in order.
 *
 * @throws Error when it is not a frame.
 */
export function readFrame(frame: Buffer): readonly unknown[] {
  if (frame[0] === PAIR) {
    const [, kindAndLength = 0] = frame;
    // The data of one event is most of what comes: its sender need not become a text.
    if (kindAndLength >> 5 === SHORT_TEXT) {
      const start = PAIR_BYTES + 1 + (kindAndLength & 0x1f);
      return [unpackr.unpack(frame, { start, end: frame.length })];
    }
  }
  const list: unknown =
    frame[0] === JSON_LIST ? JSON.parse(frame.toString()) : unpackr.unpack(frame);
  if (!isFrame(list)) throw new TypeError('A list of a sender and its data was expected');
  // The sender: taken off in place, which makes no second list.
  list.shift();
  return list;
}

function isFrame(list: unknown): list is [string, ...unknown[]] {
  return (
    Array.isArray(list) &&
    typeof list[0] === 'string' &&
    list.length >= 2 &&
    list.length <= MOST_PARTS + 1
  );
}

/** Of a few bytes: cheaper than making a view of them to compare. */
function holds(frame: Buffer, at: number, bytes: Buffer): boolean {
  for (let index = 0; index < bytes.length; index += 1) {
    if (frame[at + index] !== bytes[index]) return false;
  }
  return true;
}
