import type { Channel } from './channel.ts';
import { CALL, EVENT, type Frame, RICH_CALL, RICH_EVENT } from './frames.ts';
import { Outbox, type Replace } from './outbox.ts';
import { encodeRich } from './rich-values.ts';
import { findTransfers } from './transfer.ts';
import { RICH, weighJson } from './weigh-json.ts';

/** A frame without values. */
const SMALL = 32;

/** Puts values into frames, encoded where the channel needs that, and posts them. */
export class Sender {
  readonly outbox: Outbox;
  readonly #isJson: boolean;

  constructor(channel: Channel, replace: Replace) {
    this.outbox = new Outbox(channel, replace);
    this.#isJson = channel.carries === 'json';
  }

  /** A frame that holds no values. */
  post(frame: Frame): void {
    this.outbox.post(frame, SMALL);
  }

  /** @throws {WormholeValueError} When the arguments cannot travel. */
  postCall(id: number, name: string, args: readonly unknown[]): void {
    const weight = this.#weigh(args);
    if (weight === RICH) this.#postRich([RICH_CALL, id, name, encodeRich(args)], args);
    else this.outbox.post([CALL, id, name, args], weight, findTransfers(args));
  }

  /** @throws {WormholeValueError} When the arguments cannot travel. */
  postEvent(name: string, args: readonly unknown[]): void {
    const weight = this.#weigh(args);
    if (weight === RICH) this.#postRich([RICH_EVENT, name, encodeRich(args)], args);
    else this.outbox.post([EVENT, name, args], weight, findTransfers(args));
  }

  /**
   * One value: a result, an item, a failure.
   *
   * @throws {WormholeValueError} When it cannot travel.
   */
  postValue(tag: string, richTag: string, id: number, value: unknown): void {
    if (!this.#isJson) {
      const values = [value];
      this.outbox.post([tag, id, value], weighRoughly(values), findTransfers(values));
      return;
    }
    // An array that ends before it is shorter, and undefined in any case.
    if (value === undefined) {
      this.post([tag, id]);
      return;
    }
    const weight = weighJson(value);
    if (weight !== RICH) {
      this.outbox.post([tag, id, value], weight);
      return;
    }
    this.#postRich([richTag, id, encodeRich(value)], [value]);
  }

  #weigh(args: readonly unknown[]): number {
    return this.#isJson ? weighJson(args) : weighRoughly(args);
  }

  #postRich(frame: Frame, values: readonly unknown[]): void {
    // What waits is counted; what goes at once need not be looked at again.
    const { isWilling } = this.outbox;
    this.outbox.post(frame, isWilling ? weighRoughly(values) : weighJson(frame));
  }
}

/** Without looking into objects: a channel that copies structures walks them only once itself. */
function weighRoughly(values: readonly unknown[]): number {
  let total = SMALL;
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index];
    if (typeof value === 'string') total += value.length;
    else if (typeof value === 'object' && value !== null) {
      if (ArrayBuffer.isView(value)) total += value.byteLength;
      else if (Array.isArray(value)) total += value.length * 64;
      else total += 64;
    }
  }
  return total;
}
