import { procedure } from '#lib/messaging/procedure-caller/index.ts';
import type { Wormhole } from '../wormhole.ts';

class OutOfOreError extends RangeError {
  override readonly name = 'OutOfOreError';
  readonly code = 'ERR_OUT_OF_ORE';
  readonly isRetryable = true;
  readonly retryAfterMs = 1_500;
}

/** What the other end of each channel serves to the contract. */
export function serveFarEnd(wormhole: Wormhole): Wormhole {
  let produced = 0;
  let isStopped = false;
  wormhole
    .define('echo', (value: unknown) => value)
    .define('count', (...args: unknown[]) => args.length)
    .define('later', async (value: unknown) => value)
    .define('kind', (value: unknown) => Object.prototype.toString.call(value))
    .define('fail', () => {
      throw new OutOfOreError('No Veldspar left', { cause: new TypeError('asteroid gone') });
    })
    .define('failLater', async () => {
      throw new OutOfOreError('No Veldspar left');
    })
    .define('throwText', () => {
      throw 'only words';
    })
    .define(
      'hang',
      procedure({
        run: (_input, { signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              wormhole.event('aborted');
              reject(signal.reason);
            });
            wormhole.event('hanging');
          }),
      }),
    )
    .define('function', () => () => 1)
    .define('items', async function* (count: number) {
      for (let index = 0; index < count; index += 1) yield index;
    })
    .define('endless', async function* () {
      produced = 0;
      isStopped = false;
      try {
        for (;;) yield ++produced;
      } finally {
        isStopped = true;
      }
    })
    .define('produced', () => ({ produced, isStopped }))
    .define('failingItems', async function* () {
      yield 1;
      yield 2;
      throw new OutOfOreError('No Veldspar left');
    })
    .define('callBack', (name: string, ...args: unknown[]) => wormhole.command(name, ...args))
    .define('tell', (name: string, ...args: unknown[]) => wormhole.event(name, ...args))
    .define('write', (message: unknown) => wormhole.write(message))
    .define('disconnect', () => wormhole.disconnect());
  wormhole.events.on('ping', (...args) => wormhole.event('pong', ...args));
  return wormhole;
}
