/**
 * Who is in which room, as all nodes know it. Every kind keeps `testing/presence-store-contract.ts`.
 *
 * @module
 */
export type PresenceStore = {
  /** @returns Whether it was not in it before; and who is in it, without it. */
  join(
    room: string,
    client: string,
  ): Promise<{ readonly isNew: boolean; readonly others: readonly string[] }>;
  /** @returns Who else is in it; null where it was not in it. */
  leave(room: string, client: string): Promise<readonly string[] | null>;
  /** Say that clients are there still. @returns Who was, and of whom nobody has said so for too long. */
  keep(room: string, clients: readonly string[]): Promise<readonly string[]>;
  members(room: string): Promise<readonly string[]>;
};

export const PRESENT_MS = 45_000;
