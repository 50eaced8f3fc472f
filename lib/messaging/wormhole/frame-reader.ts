import { WormholeProtocolError } from './errors.ts';

const HEADER_BYTES = 4;
/** Pieces of a message that are smaller are copied together: each alone costs a hundred bytes. */
const SMALL_BYTES = 1_024;
const BLOCK_BYTES = 65_536;

/** Cuts a stream of bytes into messages, each with its length in four bytes before it. */
export class FrameReader {
  readonly #maxBytes: number;
  /** Joined only when a message is whole: joining at each chunk would take quadratic time. */
  #chunks: Buffer[] = [];
  #size = 0;
  #needed = HEADER_BYTES;
  /** The last of the chunks, where it is one of small pieces. */
  #block: Buffer | undefined;
  #blockBytes = 0;

  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /**
   * The messages that are whole with this chunk.
   *
   * @throws {WormholeProtocolError} When one is announced that is longer than may be.
   */
  *read(chunk: Buffer): Generator<Buffer> {
    if (chunk.length < SMALL_BYTES && this.#chunks.length > 0) this.#gather(chunk);
    else {
      this.#chunks.push(chunk);
      this.#block = undefined;
    }
    this.#size += chunk.length;
    if (this.#size < this.#needed) return;
    const bytes = this.#chunks.length === 1 ? chunk : Buffer.concat(this.#chunks, this.#size);
    let start = 0;
    this.#needed = HEADER_BYTES;
    while (bytes.length - start >= HEADER_BYTES) {
      const length = bytes.readUInt32BE(start);
      if (length > this.#maxBytes) {
        throw new WormholeProtocolError(
          `A message of ${length} bytes is longer than ${this.#maxBytes}`,
        );
      }
      this.#needed = HEADER_BYTES + length;
      if (bytes.length - start < this.#needed) break;
      yield bytes.subarray(start + HEADER_BYTES, start + this.#needed);
      start += this.#needed;
      this.#needed = HEADER_BYTES;
    }
    const rest = bytes.subarray(start);
    this.#chunks = rest.length === 0 ? [] : [rest];
    this.#block = undefined;
    this.#size = rest.length;
  }

  #gather(piece: Buffer): void {
    if (this.#block === undefined || this.#blockBytes + piece.length > BLOCK_BYTES) {
      this.#block = Buffer.allocUnsafeSlow(BLOCK_BYTES);
      this.#blockBytes = 0;
      this.#chunks.push(this.#block);
    }
    piece.copy(this.#block, this.#blockBytes);
    this.#blockBytes += piece.length;
    this.#chunks[this.#chunks.length - 1] = this.#block.subarray(0, this.#blockBytes);
  }
}
