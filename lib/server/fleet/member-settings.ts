/**
 * What a supervisor is told of its workers, and what it tells of them.
 *
 * @module
 */
import type { Logger } from '../log.ts';
import type { WorkerHealth } from './worker-procedures.ts';

export type FleetMember = {
  readonly name: string;
  /** The module that the child process runs. */
  readonly module: URL;
  readonly args?: readonly string[];
};

export type MemberSettings = {
  readonly log: Logger;
  /** Pause before the first restart; it doubles up to `maximumPauseMs`. */
  readonly firstPauseMs: number;
  readonly maximumPauseMs: number;
  /** A child that has been up for so long is healthy: the next restart starts at the first pause again. */
  readonly healthyAfterMs: number;
  /** What a child may take to stop before it is killed. */
  readonly drainMs: number;
  /** Between two looks at how a child is, and what it may take to answer. */
  readonly lookMs: number;
  /** So many looks in a row without an answer, and the child is taken for frozen and killed. */
  readonly missesAllowed: number;
  /** Told when a child has died, and when one is healthy again: then 0. */
  readonly onDeaths: (name: string, deathsInARow: number) => void;
  /** Of Node, for each child. */
  readonly execArgv: readonly string[];
  readonly clock: () => Date;
};

export type MemberState = {
  readonly name: string;
  readonly state: 'starting' | 'running' | 'paused' | 'silent' | 'dead' | 'stopping';
  readonly pid: number | null;
  readonly startedAt: Date | null;
  /** How often it was started again since the supervisor began, whyever. */
  readonly restarts: number;
  readonly health: WorkerHealth | null;
};
