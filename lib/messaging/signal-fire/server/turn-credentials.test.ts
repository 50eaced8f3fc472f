import { expect, test } from 'vitest';
import { createTurnCredentials } from './index.ts';

test('credentials are what coturn makes of the same secret', () => {
  const turn = createTurnCredentials({
    secret: 'north',
    urls: ['turn:turn.example'],
    lifetimeMs: 3_600_000,
    clock: () => new Date(Date.UTC(2026, 0, 1)),
  });
  // printf '1767229200:pilot-1' | openssl dgst -sha1 -hmac north -binary | base64
  expect(turn('pilot-1')).toEqual({
    urls: ['turn:turn.example'],
    username: '1767229200:pilot-1',
    credential: '1F5sEIbaO4Jhjy14EgcD5934KbA=',
  });
});
