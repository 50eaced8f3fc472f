/** Contracts matched together come out as they do one at a time. */
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { matchAndSettle } from '#lib/features/contracts/match-and-settle.ts';
import { matchPending } from '#lib/features/contracts/match-pending.ts';
import { matchTogether } from '#lib/features/contracts/match-together.ts';
import { storeItemsOfMany } from '#lib/features/contracts/store-items.ts';
import { type Container, createContainer } from '#lib/server/container.ts';
import { readEnv } from '#lib/server/env.ts';
import { transact } from '#lib/server/transact.ts';
import { createTestDatabase, type TestDatabase } from '#tests/support/services.ts';
import { keepWalk, servedContract } from '#workers/testing/keep-served.ts';
import { anyDay, type Day, type DayOffer } from '#workers/testing/match-days.ts';
import {
  ALT_ID,
  createStage,
  PILOT_ID,
  SCAMMER_ID,
  type Stage,
  TRADER_ID,
  VELDSPAR_ID,
} from '#workers/testing/stage.ts';

const isLong = process.env.LONG_RUN === '1';
vi.setConfig({ testTimeout: isLong ? 3_600_000 : 180_000 });

const NEVER = new AbortController().signal;
const HOUR_MS = 3_600_000;
const TOGETHER = 100;
const MAXIMUM_ROUNDS = 8;
const QUARTER = 25_000_000n;
const QUARTER_UNITS = 2_500;
const FIRST_ID = 500_000_000;
const AMARR_ID = 60_008_494;
const ISSUERS = { pilot: PILOT_ID, alt: ALT_ID, stranger: SCAMMER_ID };

/** One place, and another that is a copy of it. */
let stage: Stage;
let copy: TestDatabase;
let apart: Container & AsyncDisposable;
let accountId: string;

beforeAll(async () => {
  stage = await createStage();
  accountId = await stage.signIn(PILOT_ID);
  // Else nobody but the pilot could claim a guest's quote.
  await stage.signIn(ALT_ID);
  copy = await createTestDatabase({ template: new URL(stage.container.env.DATABASE_URL) });
  const env = readEnv({ ...stage.variables, DATABASE_URL: copy.url });
  apart = await createContainer(env, 'apart', { log: stage.container.log });
});
afterAll(async () => {
  await apart[Symbol.asyncDispose]();
  await copy[Symbol.asyncDispose]();
  await stage[Symbol.asyncDispose]();
});

test('whatever a day brings, contracts that are matched together end as one by one', async () => {
  await fc.assert(
    fc.asyncProperty(anyDay({ most: isLong ? 24 : 10 }), anyWay, async (day, way) => {
      const quotes = await openDay(day);
      const plan = { day, quotes, startedAt: stage.now() };
      await live(stage.container, plan, WAYS[way]);
      await live(apart, plan, matchOneByOne);
      for (const [name, sql] of Object.entries(
        way === 'in batches' ? { ...ENDS, ...STEPS } : ENDS,
      )) {
        expect(await look(stage.container, sql), name).toEqual(await look(apart, sql));
      }
    }),
    {
      numRuns: isLong ? 1_000 : 12,
      // The same days at each run; others with LONG_RUN.
      ...(!isLong && { seed: 20_261_122 }),
      endOnFailure: !isLong,
    },
  );
});

type Quotes = readonly { readonly code: string }[];

/** Both places empty but for the same quotes. */
async function openDay(day: Day): Promise<Quotes> {
  for (const { pool } of [stage.container, apart]) {
    await pool.query(`begin; set local session_replication_role = replica;
      ${TABLES.map((table) => `delete from ${table};`).join('')} commit`);
  }
  const quotes: { code: string }[] = [];
  for (const { isGuests, isCancelled } of day.quotes) {
    const quote = await stage.quote(isGuests ? {} : { accountId });
    quotes.push(quote);
    if (isCancelled) {
      await stage.container.pool.query(`update quote set state = 'cancelled' where id = $1`, [
        quote.id,
      ]);
    }
  }
  for (const table of ['quote', 'quote_line', 'audit_event']) {
    const { rows } = await stage.container.pool.query(
      `select coalesce(jsonb_agg(to_jsonb(${table})), '[]') as rows from ${table}`,
    );
    await apart.pool.query(
      `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1)`,
      [JSON.stringify(rows[0].rows)],
    );
  }
  return quotes;
}

const TABLES = [
  'ledger_entry',
  'settlement',
  'verdict',
  'contract_item',
  'contract_sighting',
  'contract',
  'quote_line',
  'quote',
  'audit_event',
  'outbox_event',
];

type Plan = { readonly day: Day; readonly quotes: Quotes; readonly startedAt: Date };
type Matching = (container: Container) => Promise<void>;

const WAYS = { 'in batches': matchInBatches, 'as a worker does': matchAsWorker };
const anyWay = fc.constantFrom('in batches' as const, 'as a worker does' as const);

/** Two lists come, hours apart, and what is new is matched after each. */
async function live(container: Container, plan: Plan, match: Matching) {
  const { day, startedAt } = plan;
  for (const [place, hours] of [3, day.secondAtHours].entries()) {
    const now = new Date(startedAt.getTime() + hours * HOUR_MS);
    const here = { ...stage, container: { ...container, clock: () => now }, now: () => now };
    const offers = day.offers.flatMap((offer) => Array.from({ length: offer.times }, () => offer));
    const seen = offers
      .map((offer, i) => ({ offer, contract: toContract(here, plan, offer, i, place) }))
      .filter(({ offer }) => offer.seenIn <= place && !(place === 1 && offer.fate === 'unlisted'))
      .filter(({ offer }) => offer.issuedAtHours <= hours);
    await keepWalk(
      here,
      seen.map(({ contract }) => contract),
    );
    await transact(container, (tx) =>
      storeItemsOfMany(
        tx,
        new Map(
          seen.map(({ offer, contract: { contractId } }) => [
            contractId,
            offer.areItemsKnown
              ? [
                  {
                    recordId: contractId,
                    typeId: VELDSPAR_ID,
                    quantity: offer.quarters * QUARTER_UNITS,
                    isIncluded: true,
                    isSingleton: false,
                  },
                ]
              : null,
          ]),
        ),
        now,
      ),
    );
    await match(here.container);
  }
}

function toContract(
  here: Stage,
  { day, quotes, startedAt }: Plan,
  offer: DayOffer,
  index: number,
  place: number,
) {
  const dateIssued = new Date(startedAt.getTime() + offer.issuedAtHours * HOUR_MS);
  const price = QUARTER * BigInt(offer.quarters) + offer.off;
  return servedContract(here, {
    // EVE numbers contracts as they are made.
    contractId: FIRST_ID + offer.issuedAtHours * 1_000 + index,
    title: titleOf(offer, quotes),
    issuerId: ISSUERS[offer.issuer],
    price: price < 0n ? 0n : price,
    dateIssued,
    dateExpired: new Date(dateIssued.getTime() + 14 * 24 * HOUR_MS),
    ...(offer.isElsewhere && { startLocationId: AMARR_ID }),
    ...((place === 1 || offer.seenIn === 1) && offer.fate === 'rejected' && { status: 'rejected' }),
    ...(place === 1 &&
      offer.fate === 'finished' && {
        status: 'finished',
        acceptorId: TRADER_ID,
        dateCompleted: new Date(startedAt.getTime() + day.secondAtHours * HOUR_MS),
      }),
  });
}

function titleOf({ names, writing }: DayOffer, quotes: Quotes): string {
  if (writing === 'no-code') return 'ore';
  const codes = names.map((name) => quotes[name]?.code ?? '');
  return codes
    .map((code) =>
      writing === 'slip' ? `${code.slice(0, -1)}${code.endsWith('0') ? 1 : 0}` : code,
    )
    .join(' ');
}

async function matchInBatches(container: Container): Promise<void> {
  await matchAll(container, async (ids) => {
    for (let at = 0; at < ids.length; at += TOGETHER) {
      const batch = ids.slice(at, at + TOGETHER);
      const { left } = await matchTogether(container, batch, { onlyMarked: true });
      await matchEach(container, left);
    }
  });
}

async function matchAsWorker(container: Container): Promise<void> {
  expect((await matchPending(container, NEVER)).failed).toBe(0);
}

async function matchOneByOne(container: Container): Promise<void> {
  await matchAll(container, (ids) => matchEach(container, ids));
}

async function matchEach(container: Container, ids: readonly number[]): Promise<void> {
  for (const id of ids) await matchAndSettle(container, id, { onlyMarked: true });
}

/** Oldest first, until none of them marks another. */
async function matchAll(
  { pool }: Container,
  match: (ids: readonly number[]) => Promise<void>,
): Promise<void> {
  for (let round = 0; round < MAXIMUM_ROUNDS; round += 1) {
    const { rows } = await pool.query<{ id: string }>(
      'select id from contract where needs_match order by date_issued, id',
    );
    if (rows.length === 0) return;
    await match(rows.map(({ id }) => Number(id)));
  }
  throw new Error('They do not come to rest');
}

const IS_LOOSE = `(contract.gone_at is not null
  or contract.status <> 'outstanding' and contract.relation is distinct from 'named')`;

/** Where everything ended, by names that are the same in both places. */
const ENDS = {
  // One that is gone, or names nothing and is over, is left as it was put last, before the others or after.
  contracts: `
    select contract.id, case when ${IS_LOOSE} then null else array[quote.code, relation,
        contract.verdict::text] end as verdict, needs_match, gone_at,
      encode(offer_hash, 'hex') as offer_hash
    from contract left join quote on quote.id = quote_id order by contract.id`,
  // What is found again is not stored again: "expiry" shows when it was found first.
  verdicts: `
    select distinct on (contract_id) contract_id, verdict.quote_id, verdict.verdict::text,
      verdict.relation,
      array(select finding - case finding ->> 'check'
          when 'expiry' then array['expected']
          else '{}' end
        from jsonb_array_elements(findings) as finding) as findings
    from verdict join contract on contract.id = contract_id
    where not (${IS_LOOSE})
    order by contract_id, created_at desc, verdict.id desc`,
  quotes: 'select code, state::text, account_id, claim_hash from quote order by code',
  settlements: `
    select code, contract_id, part, amount,
      array(select party || ' ' || amount from ledger_entry
        where settlement_id = settlement.id order by party) as entries
    from settlement join quote on quote.id = quote_id order by contract_id`,
};

/**
 * How it came to that. One that names two quotes may first be put to the one and then to the other. A
 * quote whose window has ended expires with the first look at any contract of it, and opens again with
 * a right one that was made in time: matched together, both are one look.
 */
const STEPS = {
  trail: `
    select entity_id, audit_event.version, action, before, after, at from audit_event
    join contract on contract.id::text = entity_id and title not like '%-%-%'
    where entity = 'contract' order by entity_id, audit_event.version`,
  events: `
    select topic, entity_id, outbox_event.version, payload from outbox_event
    join contract on contract.id::text = entity_id and title not like '%-%-%'
    where entity = 'contract' order by entity_id, outbox_event.version`,
  moves: `
    select entity_id, action, after from (
      select *, lead(version) over (partition by entity, entity_id order by version) as next
      from audit_event) as audit_event
    where entity = 'quote' and (action <> 'expired' or next is null) order by entity_id, version`,
};

async function look({ pool }: Container, sql: string): Promise<unknown[]> {
  return (await pool.query(sql)).rows;
}
