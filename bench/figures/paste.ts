import { performance } from 'node:perf_hooks';
import { MAX_PASTE_BYTES } from '#lib/core/paste/paste-limits.ts';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import type { Container } from '#lib/server/container.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';
import { getStaticData } from '#lib/server/static-data.ts';
import { startBenchServices } from '../support/bench-site.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { createRandom } from '../support/random.ts';
import { median, spreadOf } from '../support/rounds.ts';

const LINES = 1_000;
const PASTES_A_ROUND = 15;
const WARM_UP = 20;
const MOST_MS = 15;
const MOST_OF_A_MEBIBYTE_MS = 250;
const MOST_LINES = 10_000;

/**
 * The whole use case that a page calls: text in, appraisal out, prices read from PostgreSQL.
 *
 * The peer splits at line ends and tabs, looks the name up in a map and multiplies.
 */
export const paste: Figure = {
  name: 'paste',
  title: 'a paste of 1,000 lines read, named and priced',
  async measure({ rounds, say }) {
    await using services = await startBenchServices(say);
    await using site = await services.openSite();
    const { container } = site;
    const staticData = await getStaticData(container);
    const types = staticData.typesInCategory(25).filter(({ marketGroupId }) => marketGroupId);
    await setPrices(
      container,
      types.map(({ typeId }) => typeId),
    );
    const [program] = await readProgramTerms(container, { isOpen: true });
    if (!program) throw new Error('The site is not seeded');
    const names = types.map(({ name }) => name);
    const text = writePaste(names, LINES);
    const large = writePaste(names, MOST_LINES).slice(0, MAX_PASTE_BYTES);
    const padded = padTo(large, MAX_PASTE_BYTES);
    const prices = new Map(types.map(({ name, typeId }) => [name, { typeId, cents: 1_500n }]));

    const ours = async (input: string) => {
      const outcome = await appraise(container, { text: input }, container.clock());
      if (!outcome.ok) throw new Error(outcome.sentence);
      if (outcome.appraisal.unread.length > 0) throw new Error('Not every line was read');
    };
    const bare = (input: string) => sumBare(input, prices);

    const coldMs = await timeMs(() => ours(text));
    for (let i = 0; i < WARM_UP; i += 1) {
      await ours(text);
      bare(text);
    }
    const taken = {
      ours: [] as number[],
      bare: [] as number[],
      cpu: [] as number[],
      large: [] as number[],
    };
    for (let round = 0; round < rounds; round += 1) {
      const each = { ours: [] as number[], bare: [] as number[] };
      const before = process.cpuUsage();
      for (let i = 0; i < PASTES_A_ROUND; i += 1) each.ours.push(await timeMs(() => ours(text)));
      const { user, system } = process.cpuUsage(before);
      taken.cpu.push((user + system) / 1_000 / PASTES_A_ROUND);
      for (let i = 0; i < PASTES_A_ROUND; i += 1) each.bare.push(await timeMs(() => bare(text)));
      taken.ours.push(median(each.ours));
      taken.bare.push(median(each.bare));
      taken.large.push(await timeMs(() => ours(padded)));
    }
    const measures: Measure[] = [
      {
        what: 'a paste of 1,000 lines',
        unit: 'ms',
        value: median(taken.ours),
        spread: spreadOf(taken.ours),
        bar: { atMost: MOST_MS },
        peer: {
          what: 'split, map, multiply',
          value: median(taken.bare),
          spread: spreadOf(taken.bare),
        },
      },
      {
        what: 'its processor time',
        unit: 'ms',
        value: median(taken.cpu),
        spread: spreadOf(taken.cpu),
      },
      {
        what: 'the first one of a process, static data loaded',
        unit: 'ms',
        value: coldMs,
        spread: 0,
      },
      {
        what: 'a paste of 1 MiB and 10,000 lines',
        unit: 'ms',
        value: median(taken.large),
        spread: spreadOf(taken.large),
        bar: { atMost: MOST_OF_A_MEBIBYTE_MS },
      },
    ];
    return measures;
  },
};

function writePaste(names: readonly string[], lines: number): string {
  const random = createRandom(7);
  return Array.from({ length: lines }, () => {
    const name = names[Math.floor(random() * names.length)] ?? 'Veldspar';
    return `${name}\t${(1 + Math.floor(random() * 99_999)).toLocaleString('en')}`;
  }).join('\n');
}

/** As long as is allowed, with the same lines: columns of the game's inventory behind them. */
function padTo(text: string, bytes: number): string {
  const lines = text.split('\n');
  const room = Math.floor((bytes - Buffer.byteLength(text)) / lines.length) - 1;
  return lines.map((line) => `${line}\t${'x'.repeat(Math.max(0, room - 1))}`).join('\n');
}

type BarePrices = ReadonlyMap<string, { typeId: number; cents: bigint }>;

function sumBare(text: string, prices: BarePrices): bigint {
  let sum = 0n;
  for (const line of text.split('\n')) {
    const [name = '', count = '0'] = line.split('\t');
    const found = prices.get(name);
    if (found) sum += found.cents * BigInt(count.replaceAll(',', ''));
  }
  return sum;
}

async function setPrices({ pool, clock }: Container, typeIds: readonly number[]): Promise<void> {
  await pool.query(
    `insert into price (hub_id, type_id, buy_best, buy_top5, sell_best, sell_top5, buy_volume,
       sell_volume, buy_orders, sell_orders, book_at, fetched_at, expires_at)
     select 60003760, type_id, 1500, 1500, 1700, 1700, 1000000000000, 1000000, 3, 3, $2, $2,
       $2::timestamptz + interval '5 minutes'
     from unnest($1::int[]) as row(type_id)
     on conflict do nothing`,
    [typeIds, clock()],
  );
}

async function timeMs(run: () => unknown): Promise<number> {
  const startedMs = performance.now();
  await run();
  return performance.now() - startedMs;
}
