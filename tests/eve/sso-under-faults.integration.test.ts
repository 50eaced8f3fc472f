import { afterAll, beforeAll, expect, test } from 'vitest';
import { FAULT_GROUPS, type FaultKind } from '#lib/eve/sandbox/faults/schema.ts';
import {
  CLIENT_ID,
  CLIENT_SECRET,
  REDIRECT_URI,
  startTestSandbox,
  type TestSandbox,
  TRADER,
} from '#lib/eve/sandbox/testing/start-test-sandbox.ts';
import { createSso, SsoError, SsoGrantError } from '#lib/eve/sso/index.ts';

const READS = 16;
/** EVE's own word that a grant is over. */
const FINAL: readonly FaultKind[] = ['invalid-grant', 'odd-grant'];
const { 'In a script': _script, ...groups } = FAULT_GROUPS;
const kinds = Object.values(groups).flatMap((group) => Object.keys(group)) as FaultKind[];
const { signal } = new AbortController();
let sandbox: TestSandbox;
let refreshToken: string;

beforeAll(async () => {
  sandbox = await startTestSandbox();
  ({ refresh_token: refreshToken = '' } = await sandbox.signIn(TRADER, ['publicData']));
  await sandbox.command('PUT', '/control/api/rotation', { rotatesTokens: false });
});
afterAll(() => sandbox.close());

const setFaults = (faults: object[]) => sandbox.command('PUT', '/control/api/faults', faults);
const createClient = () =>
  createSso({
    baseUrl: `${sandbox.url}/sso`,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    redirectUri: REDIRECT_URI,
  });

test.each(kinds)(
  'with half of all answers %s, a grant ends by EVE’s own word alone, and is good when that is over',
  async (kind) => {
    const lasting = createClient();
    await lasting.getAccessToken({ refreshToken }, { signal });
    await setFaults([{ target: 'sso', kind, percent: 50, delayMs: 20, skewMs: 60_000 }]);
    let ends = 0;
    // The last one has neither discovery document nor keys yet.
    for (const sso of [...Array.from({ length: READS }, () => lasting), createClient()]) {
      try {
        const { claims } = await sso.getAccessToken({ refreshToken }, { signal });
        expect(claims.characterId).toBe(TRADER);
      } catch (error) {
        if (!(error instanceof SsoError)) throw error;
        if (error instanceof SsoGrantError) ends += 1;
      }
    }
    expect(ends > 0).toBe(FINAL.includes(kind));
    await setFaults([]);
    const { claims } = await lasting.getAccessToken({ refreshToken }, { signal });
    expect(claims.characterId).toBe(TRADER);
  },
);
