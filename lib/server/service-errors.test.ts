import { describe, expect, test } from 'vitest';
import {
  explainDatabaseFault,
  explainOldDatabase,
  explainOldRedis,
  explainRedisFault,
} from './service-errors.ts';

const DATABASE_URL = 'postgresql://me:canary@db.example:5432/trade';
const REDIS_URL = 'redis://:canary@cache.example:6379/0';

describe('a fault of PostgreSQL is told without the password', () => {
  test.each([
    ['ECONNREFUSED', /db\.example:5432 does not answer \(ECONNREFUSED\): start it/],
    ['ENOTFOUND', /does not answer \(ENOTFOUND\)/],
    ['28P01', /refuses the user "me"/],
    ['3D000', /no database "trade" on PostgreSQL at db\.example:5432/],
    ['42501', /"me" may not make tables in the database "trade"/],
    ['53100', /disk of PostgreSQL at db\.example:5432 is full/],
    ['53300', /no connection left/],
    ['57P03', /starting or stopping/],
  ])('%s', (code, sentence) => {
    const fault = Object.assign(new Error('raw'), { code });
    const said = explainDatabaseFault(fault, DATABASE_URL);

    expect(said).toMatch(sentence);
    expect(said).not.toMatch(/canary|\n/);
    expect(explainDatabaseFault(new Error('wrapped', { cause: fault }), DATABASE_URL)).toBe(said);
  });

  test('also where Prisma tells the code in its sentence alone', () => {
    const fault = Object.assign(
      new Error('Raw query failed. Code: `53100`. Message: `could not extend file`'),
      { code: 'P2010' },
    );

    expect(explainDatabaseFault(fault, DATABASE_URL)).toMatch(/is full: free some space/);
  });

  test('but a fault of ours is none of the operator’s', () => {
    expect(explainDatabaseFault(new TypeError('ours'), DATABASE_URL)).toBeUndefined();
  });
});

test.each([
  ['NOAUTH Authentication required.', /cache\.example:6379 refuses the password/],
  ['WRONGPASS invalid username-password pair', /refuses the password/],
  ['ERR DB index is out of range', /no database of this number/],
  ['connect ETIMEDOUT', /does not answer/],
])('a fault of Redis is told without the password: %s', (message, sentence) => {
  const said = explainRedisFault(new Error(message), REDIS_URL);

  expect(said).toMatch(sentence);
  expect(said).not.toMatch(/canary|\n/);
});

describe('a service that is too old is refused with its version', () => {
  test.each([
    [14, /^PostgreSQL at db:5432 is version 14: it must be 15 or newer\.$/],
    [15, undefined],
    [18, undefined],
  ])('PostgreSQL %i', (major, sentence) => {
    expect(explainOldDatabase(major, 'db:5432')).toEqual(matching(sentence));
  });

  test.each([
    ['redis_version:6.2.14', /^Redis at cache:6379 is version 6\.2\.14: it must be 7 or newer/],
    ['redis_version:7.0.15', undefined],
    ['redis_version:10.0.0', undefined],
    ['redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.1.1', undefined],
    ['nothing about a version', undefined],
  ])('%s', (info, sentence) => {
    expect(explainOldRedis(`# Server\r\n${info}\r\n`, 'cache:6379')).toEqual(matching(sentence));
  });
});

function matching(sentence: RegExp | undefined): unknown {
  return sentence && expect.stringMatching(sentence);
}
