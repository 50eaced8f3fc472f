/**
 * What a supervisor and a gateway say to each other of a connection that goes from the one to the other.
 *
 * @module
 */
import { Socket } from 'node:net';
import * as z from 'zod';

const connectionSchema = z.object({ kind: z.literal('connection') });
const takenSchema = z.object({ kind: z.literal('taken') });

/** Sent along with the socket. */
export const CONNECTION: z.output<typeof connectionSchema> = { kind: 'connection' };
const TAKEN: z.output<typeof takenSchema> = { kind: 'taken' };

/** Whether a gateway says that it has what it was given. */
export function isTaken(message: unknown): boolean {
  return takenSchema.safeParse(message).success;
}

/** Take what the supervisor of this process hands on. */
export function takeConnections(take: (socket: Socket) => void): void {
  process.on('message', (message: unknown, handle: unknown) => {
    if (!connectionSchema.safeParse(message).success) return;
    // One that was closed on its way comes as nothing.
    if (handle instanceof Socket) take(handle);
    if (process.connected) process.send?.(TAKEN, () => {});
  });
}
