export type Holder = { pid: number; startedAt: string | null } & Record<string, unknown>;
export type Lock = {
  /** Who has it instead of us; null when it is ours. */
  readonly holder: Holder | null;
  /** True when it was taken over from a process that is gone. */
  readonly wasLeft: boolean;
  readonly release: () => void;
};
export function takeLock(path: string, note?: Record<string, unknown>): Lock;
export function readStartedAt(pid: number): string | null;
