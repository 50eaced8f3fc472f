import { disposeAll } from '#lib/server/dispose.ts';
import { findSupervisors } from '#lib/server/fleet/control-socket.ts';
import { LOG_LEVELS, logLevelSchema } from '#lib/server/fleet/worker-procedures.ts';
import { askEach, type Outcome, type Stated } from './ask-supervisors.ts';
import { type Command, CommandError, readArguments, UsageError } from './command.ts';
import { nearestName } from './nearest-name.ts';

const VERBS = ['list', 'pause', 'resume', 'restart', 'sync', 'log-level'] as const;
export type WorkersVerb = (typeof VERBS)[number];

/** One command a verb. */
export const commandOf = (verb: WorkersVerb): Command => ({
  help: HELP[verb],
  run: (args) => run(verb, args),
});

const SHARED = `
Speaks to the supervisors that were started from this folder, by a socket that only their user may open.
Without NAME all workers are meant. --json prints JSON.`;

const HELP: Record<WorkersVerb, string> = {
  list: `npm run --silent ageira -- workers list [--json]

How each worker is: running, paused, starting, silent (does not answer), dead (about to be started again).
${SHARED}`,
  pause: `npm run --silent ageira -- workers pause [NAME] [--json]

Workers finish what is under way and begin nothing new, until they are resumed or the supervisor ends. A gateway
keeps its browsers and takes no others; while both are paused, pages ask by themselves.
${SHARED}`,
  resume: `npm run --silent ageira -- workers resume [NAME] [--json]

Paused workers go on.
${SHARED}`,
  restart: `npm run --silent ageira -- workers restart [NAME] [--json]

Workers end in good order and are started again; of two gateways one at a time, so that pages stay live.
${SHARED}`,
  sync: `npm run --silent ageira -- workers sync [NAME] [--json]

Contract lists and prices are read now, as far as EVE may have newer ones.
${SHARED}`,
  'log-level': `npm run --silent ageira -- workers log-level LEVEL [NAME] [--json]

Log more or less: ${LOG_LEVELS.join(', ')}. Until the supervisor ends.
${SHARED}`,
};

async function run(verb: WorkersVerb, args: string[]): Promise<number> {
  const isLevel = verb === 'log-level';
  const { values, words } = readArguments(
    args,
    { json: { type: 'boolean', default: false } },
    isLevel ? ['level'] : [],
    verb === 'list' ? 0 : 1,
  );
  const isJson = values.json;
  const level = isLevel ? readLevel(words[0]) : null;
  const name = words[isLevel ? 1 : 0] ?? null;

  const supervisors = await findSupervisors();
  await using _connections = disposeAll(supervisors);
  if (supervisors.length === 0) {
    throw new CommandError('No supervisor of this folder runs: start the site with npm start.');
  }
  const { rows: states, answering, faults } = await askEach(supervisors, (each) => each.list());
  if (verb === 'list') {
    print(isJson, states, describeStates);
    return tell(faults);
  }
  if (name !== null && answering.length > 0) requireName(name, states);
  const done = await askEach(answering, ({ workers }) =>
    level === null ? workers[verb as Ask](name) : workers.logLevel({ name, level }),
  );
  print(isJson, done.rows, describeOutcomes);
  const code = tell([...faults, ...done.faults]);
  return done.rows.some(({ fault }) => fault !== null) ? 1 : code;
}

/** @returns The exit code. */
function tell(faults: readonly string[]): number {
  for (const fault of faults) console.error(fault);
  return faults.length === 0 ? 0 : 1;
}

type Ask = Exclude<WorkersVerb, 'list' | 'log-level'>;

function readLevel(word: string | undefined) {
  const level = logLevelSchema.safeParse(word);
  if (level.success) return level.data;
  throw new UsageError(`LEVEL is one of ${LOG_LEVELS.join(', ')}.`);
}

function requireName(name: string, states: readonly Stated[]): void {
  const names = [...new Set(states.map((state) => state.name))];
  if (names.includes(name)) return;
  const near = nearestName([name], names);
  const advice = near ? ` Did you mean "${near}"?` : ` There is: ${names.join(', ')}.`;
  throw new UsageError(`There is no worker "${name}".${advice}`);
}

function print<Row>(
  isJson: boolean,
  rows: readonly Row[],
  toText: (rows: readonly Row[]) => string,
): void {
  console.log(isJson ? JSON.stringify(rows, null, 2) : toText(rows));
}

const MB = 1_048_576;
const SECOND_MS = 1_000;

function describeStates(states: readonly Stated[]): string {
  const now = Date.now();
  const rows = states.map(({ supervisor, name, state, pid, startedAt, restarts, health }) => [
    name,
    state,
    pid === null ? '–' : String(pid),
    startedAt === null ? '–' : describeAge(now - startedAt.getTime()),
    String(restarts),
    health ? `${Math.round(health.memoryBytes / MB)} MB` : '–',
    health ? `${Math.round(health.loopHeldMs)} ms` : '–',
    health?.logLevel ?? '–',
    String(supervisor),
  ]);
  return toTable([
    ['worker', 'state', 'process', 'up', 'restarts', 'memory', 'held', 'log', 'supervisor'],
    ...rows,
  ]);
}

function describeAge(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / SECOND_MS));
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3_600)} h`;
}

function describeOutcomes(outcomes: readonly Outcome[]): string {
  return outcomes.map(({ name, done, fault }) => `${name}: ${done ?? fault}`).join('\n');
}

function toTable(rows: readonly (readonly string[])[]): string {
  const [head = []] = rows;
  const widths = head.map((_, at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, at) => cell.padEnd(widths[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
