/**
 * `npm run bench [name …] [--json] [--check]`: measure the figures, each beside its peer.
 *
 * @module
 */
import { parseArgs } from 'node:util';
import { api } from './figures/api.ts';
import { books } from './figures/books.ts';
import { esi } from './figures/esi.ts';
import { globalEvents } from './figures/global-events.ts';
import { live } from './figures/live.ts';
import { luce } from './figures/luce.ts';
import { matching } from './figures/matching.ts';
import { pages } from './figures/pages.ts';
import { paste } from './figures/paste.ts';
import { procedureCaller } from './figures/procedure-caller.ts';
import { redisStreams } from './figures/redis-streams.ts';
import { registry } from './figures/registry.ts';
import { rules } from './figures/rules.ts';
import { start } from './figures/start.ts';
import { store } from './figures/store.ts';
import { sync } from './figures/sync.ts';
import { verify } from './figures/verify.ts';
import { wormhole } from './figures/wormhole.ts';
import { describeMeasure } from './support/describe-measure.ts';
import { type Figure, keepsBar, type Measure } from './support/figure.ts';
import { describeMachine } from './support/machine.ts';

const FIGURES: readonly Figure[] = [
  matching,
  sync,
  store,
  paste,
  rules,
  books,
  api,
  pages,
  start,
  verify,
  esi,
  live,
  luce,
  procedureCaller,
  wormhole,
  globalEvents,
  redisStreams,
  registry,
];
const ROUNDS = 3;

process.exitCode = await run();

async function run(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { json: { type: 'boolean' }, check: { type: 'boolean' } },
  });
  const unknown = positionals.filter((name) => !FIGURES.some((figure) => figure.name === name));
  if (unknown.length > 0) {
    const names = FIGURES.map(({ name }) => name).join(', ');
    console.error(`There is no figure called ${unknown.join(', ')}. There are: ${names}.`);
    return 1;
  }

  // With --json, standard output is the one document and nothing else.
  const say = (text: string) => console.error(text);
  const chosen = FIGURES.filter(
    ({ name }) => positionals.length === 0 || positionals.includes(name),
  );
  if (!values.json) for (const { name, title } of chosen) say(`${name.padEnd(9)} ${title}`);
  const machine = describeMachine();
  const results: { name: string; title: string; measures: readonly Measure[] }[] = [];
  for (const { name, title, measure } of chosen) {
    if (!values.json) console.log(`\n${name}: ${title}`);
    const measures = await measure({ size: 'full', rounds: ROUNDS, say });
    results.push({ name, title, measures });
    if (!values.json) for (const each of measures) console.log(`  ${describeMeasure(each)}`);
  }
  if (values.json)
    console.log(JSON.stringify({ machine, rounds: ROUNDS, figures: results }, null, 2));
  else console.log(`\nMedians of ${ROUNDS} rounds after a warm-up, on ${machine.text}.`);

  const isMissed = results.some(({ measures }) => measures.some((each) => !keepsBar(each)));
  return values.check && isMissed ? 1 : 0;
}
