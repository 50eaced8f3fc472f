import { onTestFinished } from 'vitest';
import { Wormhole } from '../wormhole.ts';
import type { WormholeOptions } from '../wormhole-options.ts';
import { createMemoryChannels, type MemoryChannel } from './memory-channel.ts';

export type Pair<Context> = {
  readonly near: Wormhole;
  readonly far: Wormhole<Context>;
  readonly nearChannel: MemoryChannel;
  readonly farChannel: MemoryChannel;
  /** What `near` told as `error`. */
  readonly problems: unknown[];
};

/** Two wormholes of this process, over JSON unless said otherwise, closed when the test is over. */
export function openPair<Context>(
  options: WormholeOptions & {
    readonly far?: WormholeOptions<Context>;
    readonly carries?: 'json' | 'structured';
  } = {},
): Pair<Context> {
  const { far: farOptions, carries = 'json', ...nearOptions } = options;
  const [nearChannel, farChannel] = createMemoryChannels(carries);
  const near = new Wormhole(nearChannel, nearOptions);
  const far = new Wormhole(farChannel, farOptions);
  const problems: unknown[] = [];
  near.on('error', (error) => problems.push(error));
  onTestFinished(() => {
    near.disconnect();
    far.disconnect();
  });
  return { near, far, nearChannel, farChannel, problems };
}
