/**
 * Frames to the other end of a session, in the order in which they were given, with patience for one that is
 * between two connections.
 *
 * @module
 */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  type Json,
  type Registry,
  RegistryDeliveryError,
  RegistryError,
  RegistryMissingError,
  RegistryOfflineError,
} from '#lib/messaging/registry/index.ts';
import type { SignalFrame, Talk } from './client-state.ts';
import { SignalError } from './errors.ts';
import type { Settings } from './settings.ts';

export type Deliver = {
  /** Once. @throws {SignalError} */
  now(target: string, frame: SignalFrame): Promise<void>;
  /** With patience. @throws {SignalError} */
  toOther(talk: Talk, frame: SignalFrame): Promise<void>;
};

const FIRST_LOOK_MS = 50;
const MOST_LOOK_MS = 500;

export function createDeliver(
  registry: Pick<Registry, 'send'>,
  { holdMs, limits }: Pick<Settings, 'holdMs' | 'limits'>,
  signal: AbortSignal,
): Deliver {
  const send = (target: string, frame: SignalFrame) => registry.send(target, frame as Json);

  async function now(target: string, frame: SignalFrame): Promise<void> {
    try {
      await send(target, frame);
    } catch (error) {
      throw toSignalError(error);
    }
  }

  function hold(talk: Talk, frame: SignalFrame): Promise<void> {
    const held = talk.held ?? [];
    if (held.length >= limits.maxHeld) {
      throw new SignalError('ERR_SIGNAL_BUSY', 'Too much waits for the other end to come back');
    }
    return new Promise((resolve, reject) => {
      held.push({ frame, resolve, reject });
      if (talk.held) return;
      talk.held = held;
      void flush(talk, held);
    });
  }

  /** Until the other end is back and has them all, or was away for too long. */
  async function flush(talk: Talk, held: NonNullable<Talk['held']>): Promise<void> {
    const endsMs = performance.now() + holdMs;
    let pauseMs = FIRST_LOOK_MS;
    for (let next = held[0]; next; next = held[0]) {
      try {
        await send(talk.other, next.frame);
        held.shift();
        next.resolve();
        continue;
      } catch (error) {
        if (!isAway(error) || performance.now() + pauseMs > endsMs || signal.aborted) {
          talk.held = undefined;
          for (const { reject } of held) reject(toSignalError(error));
          return;
        }
      }
      await sleep(pauseMs, undefined, { signal }).catch(() => {});
      pauseMs = Math.min(pauseMs * 2, MOST_LOOK_MS);
    }
    talk.held = undefined;
  }

  return {
    now,
    async toOther(talk, frame) {
      if (talk.held) return hold(talk, frame);
      try {
        await send(talk.other, frame);
      } catch (error) {
        if (!isAway(error)) throw toSignalError(error);
        return hold(talk, frame);
      }
    },
  };
}

/** Such a one may be back in a moment. */
function isAway(error: unknown): boolean {
  return (
    error instanceof RegistryMissingError ||
    error instanceof RegistryOfflineError ||
    error instanceof RegistryDeliveryError
  );
}

function toSignalError(cause: unknown): unknown {
  if (cause instanceof RegistryMissingError) {
    return new SignalError('ERR_SIGNAL_PEER_MISSING', 'There is no such client', { cause });
  }
  if (cause instanceof RegistryOfflineError || cause instanceof RegistryDeliveryError) {
    return new SignalError('ERR_SIGNAL_PEER_AWAY', 'The other end is away', { cause });
  }
  if (cause instanceof RegistryError) {
    const code = cause.code === 'ERR_REGISTRY_DATA' ? 'ERR_SIGNAL_INPUT' : 'ERR_SIGNAL_UNAVAILABLE';
    return new SignalError(code, 'It cannot be delivered now', { cause });
  }
  return cause;
}
