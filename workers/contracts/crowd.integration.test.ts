/** Strangers who have read a code, in crowds. */
import { expect, test, vi } from 'vitest';
import type { MatchContract } from '#lib/core/matching/match-input.ts';
import { matchPending } from '#lib/features/contracts/match-pending.ts';
import { keepVeldspar, keepWalk, servedContract } from '#workers/testing/keep-served.ts';
import { expectInvariants, findingCodes, quoteOf } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, PILOT_ID, SCAMMER_ID, TRADER_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
const STRANGERS = process.env.LONG_RUN === '1' ? 500 : 60;
const ROUNDS = 6;
const RIVALS = 6;
/** A busy machine takes many times what an idle one does. */
vi.setConfig({ testTimeout: 300_000 });
const PRICE = 100_000_000n;

const { stage, accountId } = await setStage();
let nextId = 700_000_000;

test(`${STRANGERS} strangers who name a pilot's code change nothing, and each is matched once`, async () => {
  const { code } = await stage.quote({ accountId });
  const { strangers, parts } = await offerAll(code);

  const outcome = await matchPending(stage.container, NEVER);

  // The first part is matched once more, with the second beside it.
  expect(outcome).toEqual({ matched: STRANGERS + 3, failed: 0 });
  expect(await kept(code)).toEqual({ verdicts: STRANGERS + 3, others: 2 });
  expect(await verdictsOf(parts)).toEqual(['valid', 'valid']);
  expect(await findingCodes(stage, parts[0]?.contractId ?? 0)).toContain('quote-split');
  expect(await verdictsOf(strangers.slice(0, 1))).toEqual(['fix-needed']);
  expect(await stage.state(code)).toBe('contracted');

  const accepted = parts.map((part) => ({
    ...part,
    status: 'finished',
    acceptorId: TRADER_ID,
    dateCompleted: stage.now(),
  }));
  await keepWalk(stage, [...strangers, ...accepted]);
  await matchPending(stage.container, NEVER);
  expect(await stage.state(code)).toBe('completed');
});

test(`${STRANGERS} readers of a guest's code cannot spoil its split, nor make much work`, async () => {
  const { code } = await stage.quote();
  const { strangers, parts } = await offerAll(code, ALT_ID);

  const outcome = await matchPending(stage.container, NEVER);

  expect(outcome.failed).toBe(0);
  // Each at most twice with another beside it, and then they are at rest.
  expect(outcome.matched).toBeLessThan(4 * STRANGERS);
  expect(await matchPending(stage.container, NEVER)).toEqual({ matched: 0, failed: 0 });
  expect(await verdictsOf(parts)).toEqual(['valid', 'valid']);
  expect(await stage.state(code)).toBe('contracted');
  expect(await verdictsOf(strangers.slice(0, 1))).toEqual(['fix-needed']);
});

test('a contract that cannot be matched keeps no other from its next round', async () => {
  const { code } = await stage.quote({ accountId });
  const first = serve({ title: code, price: (PRICE * 4n) / 10n });
  const second = serve({ title: code, price: (PRICE * 6n) / 10n });
  const failing = serve({ title: 'AT-0000-0000' });
  await keepWalk(stage, [first]);
  await keepVeldspar(stage, new Map([[first.contractId, 4_000]]));
  await matchPending(stage.container, NEVER);

  await refuseStepsOf(failing);
  await keepWalk(stage, [first, second, failing]);
  await keepVeldspar(
    stage,
    new Map([
      [second.contractId, 6_000],
      [failing.contractId, 1],
    ]),
  );
  const outcome = await matchPending(stage.container, NEVER);
  await stage.container.pool.query('drop function refuse_step() cascade');

  expect(outcome).toMatchObject({ failed: 1 });
  expect(await verdictsOf([first, second])).toEqual(['valid', 'valid']);
  expect(await matchPending(stage.container, NEVER)).toEqual({ matched: 1, failed: 0 });
});

test('a long description that would be cut in the middle of a sign is judged like any other', async () => {
  const { code } = await stage.quote({ accountId });
  const offer = serve({ title: `${`${code} `.padEnd(99, 'x')}🚀🚀` });
  await keepWalk(stage, [offer]);
  await keepVeldspar(stage, new Map([[offer.contractId, 10_000]]));

  expect(await matchPending(stage.container, NEVER)).toMatchObject({ failed: 0 });
  expect(await verdictsOf([offer])).toEqual(['valid']);
  expect(await stage.state(code)).toBe('contracted');
});

test("a guest's quote goes to the pilot who was first with a right contract for it", async () => {
  await stage.signIn(ALT_ID);
  for (let round = 0; round < ROUNDS; round += 1) {
    const { id, code } = await stage.quote();
    const issuers = [SCAMMER_ID, PILOT_ID, ...Array.from({ length: RIVALS }, () => ALT_ID)];
    const contracts = issuers.map((issuerId) => {
      nextId += 1;
      return servedContract(stage, { contractId: nextId, title: code, issuerId });
    });
    await keepWalk(stage, contracts);
    const unitsOf = contracts.map(({ contractId, issuerId }) => {
      return [contractId, issuerId === SCAMMER_ID ? 1 : 10_000] as const;
    });
    await keepVeldspar(stage, new Map(unitsOf));

    await matchPending(stage.container, NEVER);
    expect((await quoteOf(stage, id)).accountId).toBe(accountId);
  }
});

test('of a pilot’s 36 parts the first 21 are right, which make the whole', async () => {
  const { code } = await stage.quote({ accountId });
  const units = Array.from({ length: 36 }, (_, i) => (i < 20 ? 476 : 480));
  const parts = units.map((count) => offer(code, { issuerId: PILOT_ID, count }));
  await keepWalk(stage, parts);
  await keepVeldspar(stage, new Map(parts.map(({ contractId }, i) => [contractId, units[i] ?? 0])));

  await matchPending(stage.container, NEVER);

  expect(new Set(await verdictsOf(parts.slice(0, 21)))).toEqual(new Set(['valid']));
  expect(new Set(await verdictsOf(parts.slice(21)))).toEqual(new Set(['fix-needed']));
  expect(await findingCodes(stage, nextId)).toContain('quote-doubled');
  expect(await stage.state(code)).toBe('contracted');

  await keepWalk(stage, parts.slice(0, 20));
  await matchPending(stage.container, NEVER);
  expect(new Set(await verdictsOf(parts.slice(0, 20)))).toEqual(new Set(['fix-needed']));
  // Until the next list tells that none of them was accepted.
  expect(await stage.state(code)).toBe('contracted');
});

test('who has parts beside a pilot’s 21 of a guest’s quote is not right as well', async () => {
  const { code } = await stage.quote();
  const units = [...Array.from({ length: 20 }, () => 476), 480, 4_000, 6_000];
  const parts = units.map((count, i) =>
    offer(code, { issuerId: i < 21 ? ALT_ID : SCAMMER_ID, count }),
  );
  await keepWalk(stage, parts);
  await keepVeldspar(stage, new Map(parts.map(({ contractId }, i) => [contractId, units[i] ?? 0])));

  await matchPending(stage.container, NEVER);

  expect(new Set(await verdictsOf(parts.slice(0, 21)))).toEqual(new Set(['valid']));
  expect(await verdictsOf(parts.slice(21))).toEqual(['fix-needed', 'fix-needed']);
});

test('junk in front of two pilots’ halves lets the first of them be right, and no other', async () => {
  const { code } = await stage.quote();
  const units = [...Array.from({ length: 25 }, () => 1), 4_000, 6_000, 3_000, 7_000];
  const issuers = [
    ...Array.from({ length: 25 }, () => TRADER_ID),
    ALT_ID,
    ALT_ID,
    SCAMMER_ID,
    SCAMMER_ID,
  ];
  const parts = units.map((count, i) => offer(code, { issuerId: issuers[i] ?? 0, count }));
  await keepWalk(stage, parts);
  await keepVeldspar(stage, new Map(parts.map(({ contractId }, i) => [contractId, units[i] ?? 0])));

  await matchPending(stage.container, NEVER);

  expect(await verdictsOf(parts.slice(25))).toEqual(['valid', 'valid', 'fix-needed', 'fix-needed']);
  expect(await matchPending(stage.container, NEVER)).toEqual({ matched: 0, failed: 0 });
});

test('afterwards all that must hold does', async () => {
  await expectInvariants(stage, { isEveHere: false });
});

/**
 * Strangers who offer too little of a quote, or too much, and after them its pilot, who offers it in two
 * halves.
 */
async function offerAll(title: string, pilotId = PILOT_ID) {
  const strangers = Array.from({ length: STRANGERS }, () =>
    offer(title, { issuerId: SCAMMER_ID, count: 3_000 }),
  );
  const parts = [1, 2].map(() => offer(title, { issuerId: pilotId, count: 5_000 }));
  const all = [...strangers, ...parts];
  await keepWalk(stage, all);
  const unitsOf = all.map(({ contractId, issuerId }) => {
    return [contractId, issuerId === SCAMMER_ID ? 3_000 : 5_000] as const;
  });
  await keepVeldspar(stage, new Map(unitsOf));
  return { strangers, parts };
}

/** At the quoted price. */
function offer(title: string, { issuerId, count }: { issuerId: number; count: number }) {
  nextId += 1;
  const price = (PRICE * BigInt(count)) / 10_000n;
  return servedContract(stage, { contractId: nextId, title, issuerId, price });
}

function verdictsOf(contracts: readonly { contractId: number }[]) {
  return Promise.all(contracts.map(({ contractId }) => stage.verdict(contractId)));
}

/** Verdicts made for a quote, and contracts kept beside others in them. */
async function kept(code: string) {
  const { rows } = await stage.container.pool.query<{ verdicts: number; others: number }>(
    `select count(*)::int as verdicts,
      sum(jsonb_array_length(coalesce(input -> 'otherContracts', '[]')))::int as others
    from verdict join quote on quote.id = verdict.quote_id where quote.code = $1`,
    [code],
  );
  return rows[0];
}

function serve(changes: Partial<MatchContract> & Pick<MatchContract, 'title'>): MatchContract {
  nextId += 1;
  return servedContract(stage, { contractId: nextId, ...changes });
}

/** The database takes no step of a contract, as if something in it could not be stored. */
async function refuseStepsOf({ contractId }: MatchContract): Promise<void> {
  await stage.container.pool.query(
    `create function refuse_step() returns trigger language plpgsql as
       $$ begin raise exception 'not to be stored'; end $$;
     create trigger refuse_step before update on contract for each row
       when (new.id = ${contractId} and not new.needs_match) execute function refuse_step()`,
  );
}
