import { v7 as createId } from 'uuid';
import type { MatchContract, MatchItem } from '#lib/core/matching/match-input.ts';
import { storeItemsOfMany } from '#lib/features/contracts/store-items.ts';
import { storeWalk } from '#lib/features/contracts/store-walk.ts';
import type { Container } from '#lib/server/container.ts';
import { drain } from '#lib/server/drain.ts';
import { transactSql } from '#lib/server/transact-sql.ts';
import { type BenchServices, startBenchServices } from '../support/bench-site.ts';
import type { Figure, Measure } from '../support/figure.ts';
import { insertBare } from '../support/insert-bare.ts';
import { createMarketDay, type SentContract } from '../support/market-day.ts';
import { median, type Sample, spreadOf, timeOne } from '../support/rounds.ts';

const SIZES = {
  full: { quotes: 20_000, contracts: 100_000 },
  tiny: { quotes: 20, contracts: 200 },
} as const;
const MOST_S = 15;
/** Contracts whose items are kept together. */
const BATCH = 500;
/** As two workers would. */
const BATCHES_AT_ONCE = 2;

/**
 * A complete first walk of 100,000 contracts and the ten items of each: rows, hashes, sightings, audit
 * and outbox, as a worker stores them.
 *
 * The peer writes the bare rows of contracts and items, 5,000 a statement, into the same tables.
 */
export const store: Figure = {
  name: 'store',
  title: '100,000 contracts with 1,000,000 items into PostgreSQL',
  async measure({ size, rounds, say }) {
    const { contracts } = createMarketDay(SIZES[size]);
    await using services = await startBenchServices(say);
    const ours: Sample[] = [];
    const bare: Sample[] = [];
    for (let round = 0; round < rounds; round += 1) {
      ours.push(await inNewSite(services, (container) => storeAll(container, contracts)));
      bare.push(await inNewSite(services, ({ pool }) => insertBare(pool, contracts)));
    }
    const walls = ours.map(({ wallMs }) => wallMs / 1_000);
    const bareWalls = bare.map(({ wallMs }) => wallMs / 1_000);
    const cpus = ours.map(({ cpuMs }) => cpuMs / 1_000);
    const measures: Measure[] = [
      {
        what: 'rows, audit and outbox',
        unit: 's',
        value: median(walls),
        spread: spreadOf(walls),
        bar: { atMost: MOST_S },
        peer: { what: 'bare rows', value: median(bareWalls), spread: spreadOf(bareWalls) },
      },
      {
        what: 'processor time of our process',
        unit: 's',
        value: median(cpus),
        spread: spreadOf(cpus),
      },
    ];
    return measures;
  },
};

async function inNewSite(
  services: BenchServices,
  run: (container: Container) => Promise<void>,
): Promise<Sample> {
  await using site = await services.openSite();
  // Awaited here: the site is gone when this function is.
  return await timeOne(() => run(site.container));
}

async function storeAll(container: Container, sent: readonly SentContract[]): Promise<void> {
  const feedId = createId();
  await container.db.contractFeed.create({
    data: {
      id: feedId,
      kind: 'corporation',
      ownerId: 98_000_001n,
      ownerName: 'Bench',
      characterId: 1n,
    },
  });
  const contracts: MatchContract[] = sent.map(({ contract }) => contract);
  const stored = await storeWalk(container, {
    feedId,
    startedAt: container.clock(),
    servedIds: new Set(contracts.map(({ contractId }) => contractId)),
    contracts,
    unreadableIds: [],
    nextPollAt: container.clock(),
  });
  if (stored?.added !== contracts.length) throw new Error(`Only ${stored?.added} were stored`);
  const batches = [];
  for (let at = 0; at < sent.length; at += BATCH) batches.push(sent.slice(at, at + BATCH));
  await drain(batches, { atOnce: BATCHES_AT_ONCE }, async (batch) => {
    const itemsOf = new Map<number, readonly MatchItem[]>(
      batch.map(({ contract, items }) => [contract.contractId, items]),
    );
    await transactSql(container, (tx) => storeItemsOfMany(tx, itemsOf, container.clock()));
  });
}
