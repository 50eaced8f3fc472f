import { expect, test } from 'vitest';
import { createLog, type Logger } from './log.ts';

test('a line about an error tells its words, code and cause, and nothing that a driver hangs on it', () => {
  const cause = Object.assign(new Error('connection reset'), { code: 'ECONNRESET' });
  const error = Object.assign(new Error('the query failed', { cause }), {
    code: '57P01',
    client: { secretKey: -850306833, password: 'hunter2' },
  });

  const line = write((log) => log.warn({ err: error }, 'failed'));

  expect(JSON.parse(line)).toMatchObject({
    level: 'warn',
    msg: 'failed',
    err: {
      type: 'Error',
      message: 'the query failed',
      code: '57P01',
      cause: { message: 'connection reset', code: 'ECONNRESET' },
    },
  });
  expect(line).toContain('log.test.ts');
  expect(line).not.toContain('secretKey');
  expect(line).not.toContain('hunter2');
});

test('a secret’s value never reaches a line, however the object around it is nested', () => {
  const line = write((log) => {
    log.info({ refreshToken: 'abc', grant: { accessToken: 'def', more: { cookie: 'ghi' } } });
  });

  expect(line).toContain('[cut]');
  expect(line).not.toMatch(/abc|def|ghi/);
});

test('an error that names a token as its own loses it', () => {
  const error = Object.assign(new Error('refused'), { refreshToken: 'abc' });

  expect(write((log) => log.error({ err: error }))).not.toContain('abc');
});

test.each([
  ['a token of EVE', `refused: eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJDSEFSQUNURVIifQ.c2lnbmF0dXJl ended`],
  ['a header', 'sent Authorization: Bearer c2lnbmF0dXJlb2ZhdG9rZW4='],
  ['a client’s secret', 'sent Basic c2lnbmF0dXJlb2ZhdG9rZW4='],
  ['a database’s password', 'connect postgresql://ageira:c2lnbmF0dXJl@127.0.0.1:5432/ageira'],
  ['a Redis’ password', 'connect redis://:c2lnbmF0dXJl@127.0.0.1:6379/0'],
  ['a session', 'sent Cookie: a=b; __Host-ageira-session=c2lnbmF0dXJlb2ZhdG9rZW4'],
])('%s is cut out of any sentence, also of an error that repeats it', (_what, said) => {
  const line = write((log) => {
    log.warn({ err: new Error('failed', { cause: new Error(said) }), said: [said] }, said);
  });

  expect(line).toContain('[cut]');
  expect(line).not.toMatch(/c2lnbmF0dXJl/);
  expect(JSON.parse(line)).toMatchObject({ level: 'warn' });
});

test('addresses, times and ids are left as they are', () => {
  const said =
    'http://localhost:3001/esi/v1?a=b:c@d 2026-11-22T10:00:00.000Z basic needs, bearer of news';

  expect(JSON.parse(write((log) => log.info({ said }, said)))).toMatchObject({ said, msg: said });
});

function write(act: (log: Logger) => void): string {
  const lines: string[] = [];
  act(createLog({ name: 'test', level: 'info' }, { write: (line) => lines.push(line) }));
  return lines.join('');
}
