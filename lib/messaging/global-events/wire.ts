import * as z from 'zod';
import { GlobalEventsMessageError } from './errors.ts';
import { type Format, Framer, readFrame } from './frame.ts';

export type WireOptions = {
  readonly format: Format;
  readonly schemas: Readonly<Record<string, z.ZodType | undefined>>;
  readonly maxBytes: number;
};

/** Data to frames and back, checked on both sides. */
export class Wire {
  readonly #framer: Framer;
  readonly #maxBytes: number;
  /** A map: an event may be called 'constructor'. */
  readonly #schemas: ReadonlyMap<string, z.ZodType | undefined>;

  constructor({ format, schemas, maxBytes }: WireOptions) {
    this.#framer = new Framer(format);
    this.#schemas = new Map(Object.entries(schemas));
    this.#maxBytes = maxBytes;
  }

  isOwn(frame: Buffer): boolean {
    return this.#framer.isOwn(frame);
  }

  /** @throws GlobalEventsMessageError */
  write(event: string, data: unknown): string | Buffer {
    const schema = this.#schemas.get(event);
    let value = data;
    if (schema) {
      const checked = z.safeEncode(schema, data);
      if (!checked.success) {
        throw new GlobalEventsMessageError(event, 'schema', { cause: checked.error });
      }
      value = checked.data;
    }
    let frame: string | Buffer;
    try {
      frame = this.#framer.write(value);
    } catch (cause) {
      throw new GlobalEventsMessageError(event, 'frame', { cause });
    }
    if (frame.length > this.#maxBytes) throw new GlobalEventsMessageError(event, 'size');
    return frame;
  }

  /** @throws GlobalEventsMessageError */
  read(event: string, frame: Buffer): unknown {
    if (frame.length > this.#maxBytes) throw new GlobalEventsMessageError(event, 'size');
    let data: unknown;
    try {
      data = readFrame(frame);
    } catch (cause) {
      throw new GlobalEventsMessageError(event, 'frame', { cause });
    }
    const schema = this.#schemas.get(event);
    if (!schema) return data;
    const checked = z.safeDecode(schema, data);
    if (checked.success) return checked.data;
    throw new GlobalEventsMessageError(event, 'schema', { cause: checked.error });
  }
}
