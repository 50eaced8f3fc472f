/**
 * What the example of the README takes from elsewhere: sessions, a durable feed, procedures.
 *
 * @module
 */
import type { IncomingMessage } from 'node:http';
import * as z from 'zod';
import { type ProcedureCall, ProcedureCaller, procedure } from '../../procedure-caller/index.ts';
import type { Context } from '../context.ts';
import type { Missed } from '../rooms/serve-rooms.ts';

export type State = { user: string };

export async function readSession({ headers }: IncomingMessage): Promise<string> {
  return /session=(\w+)/.exec(headers.cookie ?? '')?.[1] ?? '';
}

export const feed = {
  newestId: async () => '1-0',
  since: async (room: string, last: string): Promise<Missed[] | null> =>
    last === '1-0' ? [{ id: '2-0', data: `missed in ${room}` }] : null,
};

export const procedures = new ProcedureCaller<Context<State>>().define(
  'accept',
  procedure({
    input: z.strictObject({ code: z.string() }),
    run: ({ code }, { context }: ProcedureCall<Context<State>>) =>
      `${code} accepted by ${context.state.user}`,
  }),
);
