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

function write(act: (log: Logger) => void): string {
  const lines: string[] = [];
  act(createLog({ name: 'test', level: 'info' }, { write: (line) => lines.push(line) }));
  return lines.join('');
}
