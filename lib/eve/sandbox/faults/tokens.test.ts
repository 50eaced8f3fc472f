import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startTestSandbox, type TestSandbox, TRADER } from '../testing/start-test-sandbox.ts';

let sandbox: TestSandbox;
beforeEach(async () => {
  sandbox = await startTestSandbox();
});
afterEach(() => sandbox.close());

describe('tokens', () => {
  test('revoked ones are dead for the SSO', async () => {
    const { refresh_token = '' } = await sandbox.signIn(TRADER, ['publicData']);
    await sandbox.command('POST', '/control/api/revoke-tokens', { characterId: TRADER });
    const refused = await sandbox.postToken({ grant_type: 'refresh_token', refresh_token });

    expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'invalid_grant' }]);
  });

  test('they rotate with each refresh, or stay as they are when told so', async () => {
    const refresh = async (refresh_token: string): Promise<string> => {
      const reply = await sandbox.postToken({ grant_type: 'refresh_token', refresh_token });
      return (await reply.json()).refresh_token;
    };
    const { refresh_token = '' } = await sandbox.signIn(TRADER, ['publicData']);
    const second = await refresh(refresh_token);
    expect(second).not.toBe(refresh_token);
    expect(await refresh(refresh_token)).toBeUndefined();

    await sandbox.command('PUT', '/control/api/rotation', { rotatesTokens: false });
    expect(await refresh(second)).toBe(second);
    expect(await refresh(second)).toBe(second);
  });

  test('those of a transferred character die, and the next ones name another owner', async () => {
    const ownerOf = (token: string): string =>
      JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).owner;
    const before = await sandbox.signIn(TRADER, ['publicData']);
    await sandbox.command('POST', '/control/api/sell-character', { characterId: TRADER });
    const { refresh_token = '' } = before;
    const refused = await sandbox.postToken({ grant_type: 'refresh_token', refresh_token });
    const after = await sandbox.signIn(TRADER, ['publicData']);

    expect(refused.status).toBe(400);
    expect(ownerOf(after.access_token)).not.toBe(ownerOf(before.access_token));
  });
});
