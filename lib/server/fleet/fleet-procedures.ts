/**
 * What an operator may ask of a supervisor: by the command line, and by whoever speaks to its socket.
 *
 * @module
 */
import * as z from 'zod';
import { procedure } from '#lib/messaging/procedure-caller/index.ts';
import { kindByKind } from './kind-by-kind.ts';
import type { Member } from './member.ts';
import type { Fleet } from './start-fleet.ts';
import { logLevelSchema, workerHealthSchema } from './worker-procedures.ts';

export const workerStateSchema = z.object({
  name: z.string(),
  state: z.enum(['starting', 'running', 'paused', 'silent', 'dead', 'stopping']),
  pid: z.int().nullable(),
  startedAt: z.date().nullable(),
  restarts: z.int().nonnegative(),
  health: workerHealthSchema.nullable(),
});
export type WorkerState = z.output<typeof workerStateSchema>;

/** Null for all workers. */
const nameSchema = z.string().max(100).nullable();

/** What was done, of each worker that it was asked of; a sentence for those of which it could not be done. */
export const outcomesSchema = z.array(
  z.object({ name: z.string(), done: z.string().nullable(), fault: z.string().nullable() }),
);
export type WorkerOutcomes = z.output<typeof outcomesSchema>;

const RESTART_TIMEOUT_MS = 120_000;

/** The table that a supervisor serves. */
export function createFleetProcedures(fleet: Fleet) {
  const ask = (
    summary: string,
    run: (member: Member, signal: AbortSignal) => Promise<string>,
    { timeoutMs, isInTurn = false }: { timeoutMs?: number; isInTurn?: boolean } = {},
  ) =>
    procedure({
      summary,
      input: nameSchema,
      output: outcomesSchema,
      ...(timeoutMs !== undefined && { timeoutMs }),
      run: (name, { signal }) =>
        askEach(fleet, { name, isInTurn }, (member) => run(member, signal)),
    });

  return {
    workers: {
      list: procedure({
        summary: 'How each worker is',
        output: z.array(workerStateSchema),
        run: () => [...fleet.describe()],
      }),
      pause: ask('Let workers begin nothing new', async (member) => {
        return (await member.pause()) === 'now' ? 'paused' : 'paused as soon as it is up';
      }),
      resume: ask('Let paused workers go on', async (member) => {
        return (await member.resume()) === 'now' ? 'resumed' : 'not paused when it is up';
      }),
      restart: ask(
        'End workers in good order, and start them again: of two gateways, one at a time',
        async (member, signal) => {
          await member.restart(signal);
          return 'restarted';
        },
        { timeoutMs: RESTART_TIMEOUT_MS, isInTurn: true },
      ),
      sync: ask('Do at once what is done by the clock', (member) => member.sync()),
      logLevel: procedure({
        summary: 'Log more or less, until the supervisor ends',
        input: z.strictObject({ name: nameSchema, level: logLevelSchema }),
        output: outcomesSchema,
        run: ({ name, level }) =>
          askEach(fleet, { name }, async (member) => {
            const done = await member.setLogLevel(level);
            return done === 'now' ? `logs ${level}` : `logs ${level} as soon as it is up`;
          }),
      }),
    },
  };
}
export type FleetProcedures = ReturnType<typeof createFleetProcedures>;

/** One that cannot do it keeps no other from it. */
async function askEach(
  fleet: Fleet,
  { name, isInTurn = false }: { name: string | null; isInTurn?: boolean },
  run: (member: Member) => Promise<string>,
): Promise<WorkerOutcomes> {
  const members = fleet.describe().flatMap((state) => {
    const member = name === null || state.name === name ? fleet.member(state.name) : undefined;
    return member ? [member] : [];
  });
  const ask = async (member: Member) => {
    try {
      return { name: member.name, done: await run(member), fault: null };
    } catch (error) {
      const fault = error instanceof Error ? error.message : String(error);
      return { name: member.name, done: null, fault };
    }
  };
  return isInTurn ? kindByKind(members, ask) : Promise.all(members.map(ask));
}
