import { beforeEach, describe, expect, test } from 'vitest';
import { codesOneSymbolAway } from '#lib/core/quote/code.ts';
import { checkOwnContracts } from '#lib/features/contracts/check-own-contracts.ts';
import { fromId } from '#lib/server/ids.ts';
import type { Viewer } from '#lib/server/viewer.ts';
import { signInPilot } from '#workers/sandbox/sign-in-pilot.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { ALT_ID, PILOT_ID, SCAMMER_ID, VELDSPAR_ID } from '#workers/testing/stage.ts';

const NEVER = new AbortController().signal;
/** Of EVE's contract lists in the sandbox, and a little more. */
const CACHE_MS = 12_000;

const { stage, accountId } = await setStage();

beforeEach(async () => {
  await allow(PILOT_ID);
});

describe('a seller’s own contracts, checked against a quote', () => {
  test('without a permission nothing is read', async () => {
    await stage.container.db.eveToken.deleteMany({ where: { purpose: 'check' } });
    const { id } = await stage.quote({ accountId });
    const asked = stage.esi.asked.length;
    expect(await check(id)).toEqual({ ok: false, reason: 'no-permission' });
    expect(stage.esi.asked).toHaveLength(asked);
  });

  test('one sent to another pilot is found, and named as that', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { assigneeId: ALT_ID });

    const [found, ...others] = await contractsOf(id);
    expect(others).toEqual([]);
    expect(found).toMatchObject({ contractId, relation: 'named', verdict: 'fix-needed' });
    expect(found?.findings).toHaveLength(18);
    expect(found?.isHidden).toBe(true);
    expect(problemsOf(found)).toEqual(['assignee']);
    const assignee = found?.findings.find(({ check: name }) => name === 'assignee');
    expect(assignee?.message).toContain('Sael Odrinn');
    expect(assignee?.fix).toContain('Ageira Trade Holdings');
  });

  test('a public one is found', async () => {
    const { id, code } = await stage.quote({ accountId });
    await stage.contract(code, { assigneeId: 0 });

    const [found] = await contractsOf(id);
    expect(found?.verdict).toBe('fix-needed');
    expect(problemsOf(found)).toEqual(['assignee', 'availability']);
  });

  test('one with a slip in the code is found, and so is one without any', async () => {
    const { id, code } = await stage.quote({ accountId });
    const slip = codesOneSymbolAway(code)[0] ?? '';
    const slipped = await stage.contract(slip);
    const bare = await stage.contract('', { assigneeId: ALT_ID });

    const found = await contractsOf(id);
    expect(found.map(({ contractId }) => contractId).slice(0, 1)).toEqual([slipped]);
    expect(found.map(({ contractId }) => contractId)).toContain(bare);
    expect(found[0]?.shownVerdict).toBe('near-miss');
    await stage.act(slipped, 'delete', PILOT_ID);
    await stage.act(bare, 'delete', PILOT_ID);
  });

  test('a right one is right in every point, before the trader’s list shows it', async () => {
    const { id, code } = await stage.quote({ accountId });
    await stage.contract(code);

    const [found] = await contractsOf(id);
    expect(found).toMatchObject({ verdict: 'valid', isHidden: false });
    expect(await stage.state(code)).toBe('open');
  });

  test('of two right ones the later is one too many', async () => {
    const { id, code } = await stage.quote({ accountId });
    const first = await stage.contract(code);
    const second = await stage.contract(code);

    const found = await contractsOf(id);
    const problems = new Map(found.map((own) => [own.contractId, problemsOf(own)]));
    expect(problems.get(first)).toEqual([]);
    expect(problems.get(second)).toEqual(['quote-contracts']);
  });

  test('what is for another quote, holds other items, or was taken back is not shown', async () => {
    const { id, code } = await stage.quote({ accountId });
    const other = await stage.quote({ accountId });
    await stage.contract(other.code);
    await stage.contract('', { items: [{ typeId: VELDSPAR_ID, quantity: 77 }] });
    const deleted = await stage.contract(code);
    await stage.act(deleted, 'delete', PILOT_ID);

    expect(await contractsOf(id)).toEqual([]);
  });

  test('it writes nothing: no contract, no verdict, no move of the quote', async () => {
    const { id, code } = await stage.quote({ accountId });
    await stage.contract(code, { assigneeId: ALT_ID });
    const before = await everythingStored();
    expect(await contractsOf(id)).toHaveLength(1);
    expect(await everythingStored()).toEqual(before);
  });

  test('another account may not ask, nor anybody for a guest’s quote', async () => {
    const { id } = await stage.quote({ accountId });
    const stranger = await viewerOf(SCAMMER_ID, await stage.signIn(SCAMMER_ID));
    expect(await checkOwnContracts(stage.container, stranger, id, NEVER)).toEqual({
      ok: false,
      reason: 'not-yours',
    });
    const guests = await stage.quote();
    expect(await check(guests.id)).toEqual({ ok: false, reason: 'not-yours' });
  });

  test('EVE away is said as that', async () => {
    const { id } = await stage.quote({ accountId });
    stage.later(CACHE_MS);
    stage.esi.tamper = (path, answer) =>
      path.includes('/contracts') ? { ...answer, status: 502, body: '<html>' } : answer;
    expect(await check(id)).toEqual({ ok: false, reason: 'eve-away' });
  });

  test('forbidden to who has allowed it, as around downtime, is EVE’s doing; without the scope it is not', async () => {
    const { id } = await stage.quote({ accountId });
    stage.later(CACHE_MS);
    stage.esi.tamper = (path, answer) =>
      path.includes('/contracts')
        ? { ...answer, status: 403, body: '{"error":"Forbidden"}' }
        : answer;
    expect(await check(id)).toEqual({ ok: false, reason: 'eve-away' });

    await stage.container.db.eveToken.updateMany({
      where: { characterId: fromId(PILOT_ID), purpose: 'check' },
      data: { scopes: ['publicData'] },
    });
    expect(await check(id)).toEqual({ ok: false, reason: 'no-permission' });
  });

  describe('while EVE does not give the items', () => {
    beforeEach(() => {
      stage.later(CACHE_MS);
      stage.esi.tamper = (path, answer) =>
        path.includes('/items') ? { ...answer, status: 502, body: '<html>' } : answer;
    });

    test('a contract that is right in all else is not called wrong', async () => {
      const { id, code } = await stage.quote({ accountId });
      const contractId = await stage.contract(code);
      const [found] = await contractsOf(id);
      expect(found).toMatchObject({ contractId, verdict: null, shownVerdict: null });
      expect(problemsOf(found)).toEqual(['items']);
      await stage.act(contractId, 'delete', PILOT_ID);
    });

    test('one that was sent to somebody else is', async () => {
      const { id, code } = await stage.quote({ accountId });
      const contractId = await stage.contract(code, { assigneeId: ALT_ID });
      const [found] = await contractsOf(id);
      expect(found).toMatchObject({ contractId, verdict: 'fix-needed' });
      expect(problemsOf(found)).toContain('assignee');
      await stage.act(contractId, 'delete', PILOT_ID);
    });

    test('one without a code is said not to have been compared', async () => {
      const { id } = await stage.quote({ accountId });
      const contractId = await stage.contract('', { assigneeId: ALT_ID });
      stage.later(CACHE_MS);
      expect(await check(id)).toMatchObject({
        ok: true,
        contracts: [],
        unread: [{ name: 'Ilya Torvanen', reason: 'not-told', count: 1 }],
      });
      await stage.act(contractId, 'delete', PILOT_ID);
    });
  });

  test('a contract of the list that makes no sense is said not to have been compared', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { assigneeId: ALT_ID });
    stage.later(CACHE_MS);
    stage.esi.tamper = (path, answer) => {
      if (!/\/characters\/\d+\/contracts\/?(\?|$)/.test(path)) return answer;
      const rows: Record<string, unknown>[] = JSON.parse(String(answer.body));
      const spoilt = rows.map((row) =>
        row.contract_id === contractId ? { ...row, date_expired: 'soon' } : row,
      );
      return { ...answer, body: JSON.stringify(spoilt) };
    };
    expect(await check(id)).toMatchObject({
      ok: true,
      contracts: [],
      unread: [{ name: 'Ilya Torvanen', reason: 'not-told', count: 1 }],
    });
    await stage.act(contractId, 'delete', PILOT_ID);
  });

  test('those without a code that were too many to compare are counted', async () => {
    const ofAccount = await stage.signIn(SCAMMER_ID);
    await allow(SCAMMER_ID);
    const { id } = await stage.quote({ accountId: ofAccount });
    const made: number[] = [];
    for (let units = 1; units <= 12; units++) {
      const items = [{ typeId: VELDSPAR_ID, quantity: units }];
      const offer = { issuerId: SCAMMER_ID, assigneeId: ALT_ID, items };
      made.push(await stage.contract('hello', offer));
    }
    stage.later(CACHE_MS);
    const asker = await viewerOf(SCAMMER_ID, ofAccount);
    expect(await checkOwnContracts(stage.container, asker, id, NEVER)).toMatchObject({
      ok: true,
      contracts: [],
      unread: [{ name: 'Nadir Esh', reason: 'too-many', count: 2 }],
    });
    for (const contractId of made) await stage.act(contractId, 'delete', SCAMMER_ID);
  });

  test('a list that is kept until EVE has a newer one is said to be as old as it is', async () => {
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { assigneeId: ALT_ID });
    stage.later(CACHE_MS);
    const pressedAt = stage.now();
    const first = await check(id);
    await stage.act(contractId, 'delete', PILOT_ID);
    stage.later(5_000);
    const second = await check(id);
    if (!first.ok || !second.ok) throw new Error('There was a list');
    expect(second.contracts.map((each) => each.contractId)).toEqual([contractId]);
    expect(second.checkedAt).toEqual(first.checkedAt);
    expect(first.checkedAt.getTime()).toBeGreaterThanOrEqual(pressedAt.getTime());
    // Then it is gone.
    stage.later(second.newerAt.getTime() - stage.now().getTime() + 1_000);
    expect(await check(id)).toMatchObject({ ok: true, contracts: [] });
  });

  test('one pilot whom EVE does not serve hides nothing of another’s', async () => {
    await linkAlt();
    await allow(ALT_ID);
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { issuerId: ALT_ID, assigneeId: SCAMMER_ID });
    stage.later(CACHE_MS);
    stage.esi.tamper = (path, answer) =>
      path.includes(`/characters/${PILOT_ID}/contracts`)
        ? { ...answer, status: 502, body: '<html>' }
        : answer;
    expect(await check(id)).toMatchObject({
      ok: true,
      contracts: [{ contractId }],
      unread: [{ name: 'Ilya Torvanen', reason: 'eve-away' }],
    });
  });

  test('the ended permission of one pilot hides nothing of another’s', async () => {
    await linkAlt();
    await allow(ALT_ID);
    const { id, code } = await stage.quote({ accountId });
    const contractId = await stage.contract(code, { issuerId: ALT_ID, assigneeId: SCAMMER_ID });
    await stage.container.db.eveToken.update({
      where: { characterId_purpose: { characterId: fromId(PILOT_ID), purpose: 'check' } },
      data: { state: 'dead', deadReason: 'grant-refused' },
    });

    stage.later(CACHE_MS);
    const outcome = await check(id);
    expect(outcome).toMatchObject({
      ok: true,
      contracts: [{ contractId, issuerName: 'Sael Odrinn' }],
      readOf: ['Sael Odrinn'],
      unread: [{ name: 'Ilya Torvanen', reason: 'no-permission' }],
    });
  });
});

async function allow(characterId: number): Promise<void> {
  const outcome = await signInPilot(stage.container, { characterId, purpose: 'check' }, NEVER);
  expect(outcome).toMatchObject({ ok: true });
}

async function linkAlt(): Promise<void> {
  await stage.signIn(ALT_ID);
  await stage.container.db.character.update({
    where: { id: fromId(ALT_ID) },
    data: { accountId },
  });
}

async function viewerOf(characterId: number, ofAccount: string): Promise<Viewer> {
  const characters = await stage.container.db.character.findMany({
    where: { accountId: ofAccount },
    orderBy: { id: 'asc' },
  });
  return {
    accountId: ofAccount,
    role: 'member',
    characterId,
    characterName: 'a pilot',
    characters: characters.map(({ id, name, ownerChangedAt }) => ({
      characterId: Number(id),
      name,
      ownerChangedAt,
    })),
    sessionId: 'a test',
  };
}

async function check(quoteId: string) {
  return checkOwnContracts(stage.container, await viewerOf(PILOT_ID, accountId), quoteId, NEVER);
}

async function contractsOf(quoteId: string) {
  stage.later(CACHE_MS);
  const outcome = await check(quoteId);
  if (!outcome.ok) throw new Error(outcome.reason);
  return outcome.contracts;
}

function problemsOf(
  contract: { findings: readonly { check: string; level: string }[] } | undefined,
): string[] {
  const bad = contract?.findings.filter(({ level }) => level === 'problem' || level === 'fraud');
  return bad?.map(({ check: name }) => name) ?? [];
}

async function everythingStored() {
  const { db } = stage.container;
  return {
    quotes: await db.quote.findMany({ orderBy: { id: 'asc' } }),
    contracts: await db.contract.count(),
    items: await db.contractItem.count(),
    verdicts: await db.verdict.count(),
    parties: await db.party.count(),
    audit: await db.auditEvent.count(),
    outbox: await db.outboxEvent.count(),
  };
}
