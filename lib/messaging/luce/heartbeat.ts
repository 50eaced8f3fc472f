import type { Connection } from './connection.ts';
import type { Core } from './core.ts';
import { LuceTimeoutError } from './errors.ts';

/** Looks a heartbeat is cut into: peers are pinged at different times, as they came. */
const LOOKS = 8;

/**
 * Ping peers that have been silent for `heartbeatMs`, let go of those silent for twice as long, and end
 * hooks that take longer than `hookTimeoutMs`. One timer for all.
 *
 * @returns What stops it.
 */
export function startHeartbeat<State extends object>(
  core: Core<State>,
  connections: ReadonlySet<Connection<State>>,
): () => void {
  const { heartbeatMs, hookTimeoutMs } = core.settings;
  const lookMs = heartbeatMs / LOOKS;
  const hookTicks = Math.ceil(hookTimeoutMs / lookMs);
  const timer = setInterval(() => {
    core.tick += 1;
    for (const connection of connections) look(core, connection, hookTicks);
  }, lookMs);
  timer.unref();
  return () => clearInterval(timer);
}

function look<State extends object>(
  core: Core<State>,
  connection: Connection<State>,
  hookTicks: number,
): void {
  const { turns, socket } = connection;
  if (connection.isOpen && turns.isBusy && core.tick - turns.sinceTick > hookTicks) {
    connection.fail(new LuceTimeoutError('A hook', core.settings.hookTimeoutMs));
  }
  // While we do not read, it is not the peer that is silent.
  if (turns.isPaused) connection.heardTick = core.tick;
  const silent = core.tick - connection.heardTick;
  if (silent >= 2 * LOOKS) {
    core.counters.silent += 1;
    socket?.terminate();
  } else if (silent === LOOKS && connection.isOpen) {
    socket?.ping();
  }
}
