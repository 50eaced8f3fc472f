import { describe, expect, inject, test } from 'vitest';
import { listInbox } from '#lib/features/contracts/list-inbox.ts';
import { expectInvariants, goneAt } from '#workers/testing/look.ts';
import { setStage } from '#workers/testing/set-stage.ts';
import { TRADER_ID } from '#workers/testing/stage.ts';
import { createRandom } from './support/choose.ts';

const { stage, accountId } = await setStage();

describe('F12 a refusal with a wait', () => {
  test.each([
    { status: 420, header: 'x-esi-error-limit-reset', waitMs: 37_000 },
    { status: 429, header: 'retry-after', waitMs: 37_000 },
    { status: 429, header: null, waitMs: 10_000 },
  ])('$status ($header) is waited for: nothing is asked before', async (refusal) => {
    stage.esi.tamper = (_path, { headers }) => {
      const sent = new Headers(headers);
      if (refusal.header) sent.set(refusal.header, '37');
      return { status: refusal.status, headers: sent, body: '{}' };
    };
    expect(await stage.poll()).toEqual(['throttled']);
    const { nextPollAt } = await stage.container.db.contractFeed.findFirstOrThrow();
    expect(nextPollAt.getTime() - stage.now().getTime()).toBeGreaterThan(refusal.waitMs - 2_000);

    // Even one who is sent too early asks nothing.
    const asked = stage.esi.asked.length;
    stage.later(-9_000);
    expect(await stage.poll()).toEqual(['throttled']);
    expect(stage.esi.asked.length).toBe(asked);
    stage.esi.tamper = (_path, answer) => answer;
    stage.later(60_000);
    expect(await stage.poll()).toEqual(['complete']);
  });
});

describe('F13 a storm of 5xx', () => {
  test.each([10, 50, 100])(
    'of %s in a hundred loses nothing, and ends with it',
    async (percent) => {
      const random = createRandom(inject('seed') + percent);
      const { code } = await stage.quote({ accountId });
      const contractId = await stage.contract(code);
      await stage.poll();
      stage.esi.tamper = (path, answer) =>
        path.includes('/contracts') && random(100) < percent
          ? {
              status: [500, 502, 503, 504][random(4)] ?? 500,
              headers: answer.headers,
              body: '<html>',
            }
          : answer;
      await stage.act(contractId, 'accept', TRADER_ID);
      for (let i = 0; i < 3; i += 1) await stage.poll();
      expect(await goneAt(stage, contractId)).toBeNull();
      if (percent === 100) {
        expect((await listInbox(stage.container)).feeds).toMatchObject([{ trouble: 'silent' }]);
        expect(await stage.state(code)).toBe('contracted');
      }
      stage.esi.tamper = (_path, answer) => answer;
      expect(await stage.poll()).toEqual(['complete']);
      expect(await stage.state(code)).toBe('completed');
    },
  );
});

describe('F17 a list that changes while it is read', () => {
  test.each(['grows', 'loses a page', 'is of two moments'])(
    'and %s is read again or given up, and nothing of it is gone',
    async (how) => {
      const { code } = await stage.quote({ accountId });
      const contractId = await stage.contract(code);
      await stage.poll();
      stage.later(60_000);
      stage.esi.tamper = (path, answer) => {
        if (!path.includes('/contracts') || path.includes('/items')) return answer;
        const headers = new Headers(answer.headers);
        const isSecond = path.includes('page=2');
        headers.set('x-pages', how === 'grows' && isSecond ? '3' : '2');
        headers.set('expires', new Date(stage.now().getTime() + 60_000).toUTCString());
        const madeMs = how === 'is of two moments' && isSecond ? 30_000 : 60_000;
        headers.set('last-modified', new Date(stage.now().getTime() - madeMs).toUTCString());
        headers.delete('etag');
        if (how === 'loses a page' && isSecond) return { status: 404, headers, body: '{}' };
        return { status: 200, headers, body: '[]' };
      };
      expect(await stage.poll()).toEqual(['torn']);
      expect(await goneAt(stage, contractId)).toBeNull();
      expect(await stage.state(code)).toBe('contracted');
      stage.esi.tamper = (_path, answer) => answer;
      stage.later(120_000);
      expect(await stage.poll()).toEqual(['complete']);
    },
  );
});

describe('F19 a token', () => {
  test('whose refresh fails outlives the outage; one whose character was sold does not', async () => {
    const faults = (kinds: object[]) => control('PUT', '/faults', kinds);
    await faults([{ target: 'sso', kind: '503' }]);
    stage.later(3_600_000);
    expect(await stage.poll()).toEqual(['unreachable']);
    await faults([]);
    stage.later(600_000);
    expect(await stage.poll()).toEqual(['complete']);

    await control('POST', '/sell-character', { characterId: TRADER_ID });
    stage.later(3_600_000);
    expect(await stage.poll()).toEqual(['dead-token']);
    expect((await listInbox(stage.container)).feeds).toMatchObject([{ needsGrant: true }]);
    const { nextPollAt } = await stage.container.db.contractFeed.findFirstOrThrow();
    expect(nextPollAt.getTime() - stage.now().getTime()).toBeGreaterThan(60_000);
  });
});

describe('afterwards', () => {
  test('all that must hold does', async () => {
    await expectInvariants(stage, { isEveWhole: false });
  });
});

async function control(method: string, path: string, body: unknown): Promise<void> {
  const response = await fetch(`${stage.gameUrl}/control/api${path}`, {
    method,
    headers: { 'content-type': 'application/json', origin: stage.gameUrl },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}
