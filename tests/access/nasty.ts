/**
 * What nobody's page sends: values, queries, headers and bodies made to break things.
 *
 * @module
 */
import fc from 'fast-check';

const DEPTH = 10_000;
const LONG = 'a'.repeat(500_000);
const POLLUTIONS = [
  '{"__proto__":{"polluted":1}}',
  '{"constructor":{"prototype":{"polluted":1}}}',
  '{"text":"Veldspar","__proto__":{"polluted":1,"programId":"x"}}',
];

/** Text of JSON, which may hold what no value of ours can: a key twice, numbers beyond all. */
export const nastyJson: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...POLLUTIONS,
    ...['', '{', 'null', '[]', '5', '""', '-1', '1e400', '9007199254740993', '\u0000', '\ufeff{}'],
    `${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}`,
    `${'{"a":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`,
    `{"text":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`,
    JSON.stringify({ text: LONG }),
    '{"text":"a","text":1}',
    '{"text":"\\ud800\\u0000"}',
    '{"text":"Veldspar","programId":"00000000-0000-7000-8000-000000000000"}',
    '{"text":"Veldspar 1","other":1}',
  ),
  fc.json({ maxDepth: 3 }),
  fc.record({ text: fc.json({ maxDepth: 1 }), programId: fc.json({ maxDepth: 1 }) }).map(toObject),
);

/** One value of a field, of whatever type. */
export const nastyValue: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    ...[null, true, '', ' ', '\u0000', '\ud800', '\u202e', LONG, '__proto__', 'constructor'],
    ...[0, -1, 1.5, 1e308, 2 ** 53 + 2, '1e400', '-1', '9007199254740993', '99999999999999999999'],
    ...[[], {}, [null], [[[]]], { toString: 1 }, { length: -1 }, "' or 1=1 --", '%'],
  ),
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.jsonValue({ maxDepth: 2 }),
);

/** A part of a path, encoded as an address must be. */
export const nastySegment: fc.Arbitrary<string> = fc
  .oneof(
    fc.constantFrom(
      ...['%00', '%2e%2e', '..', '%2F', '%ED%A0%80', '%E2%80%AE', '0', '-1', '1e3', '1e400', 'NaN'],
      ...['9007199254740993', '99999999999999999999', '__proto__', 'constructor', '%25', '%C0%80'],
      ...[`${'a'.repeat(7_000)}`, 'AT-0000-0000', 'at%E3%80%80oooo%20oooo', '%27%20or%201=1', '*'],
    ),
    fc.string({ maxLength: 20 }).map(encodeURIComponent),
  )
  .filter((segment) => segment !== '');

export const nastyQuery: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    ...['', 'query=%00', 'query=%ED%A0%80', 'query=a&query=b', 'query[]=1', 'query[__proto__]=1'],
    ...['__proto__=1', '__proto__[polluted]=1', 'constructor.prototype.polluted=1', '%', '=&=&'],
    ...['query=%25', 'query=_', 'query=\\', `query=${'a'.repeat(7_000)}`, 'other=1', '_rsc=%00'],
  ),
  fc.string({ maxLength: 20 }).map((text) => `query=${encodeURIComponent(text)}`),
);

export const nastyHeaders: fc.Arbitrary<Record<string, string>> = fc
  .constantFrom<Record<string, string>>(
    ...[{}, {}, {}, { RSC: '1' }, { 'Next-Router-State-Tree': '%5B' }, { Accept: '\u00ff' }],
    ...[{ 'Content-Type': 'application/json; charset=utf-7' }, { 'Content-Type': 'text/plain' }],
    ...[{ 'Content-Type': 'multipart/form-data' }, { 'Content-Type': '__proto__' }],
    ...[{ 'Accept-Language': '*;q=9' }, { Range: 'bytes=9-1' }],
    ...[
      { 'If-None-Match': '"' },
      { 'If-Modified-Since': 'never' },
      { 'X-Forwarded-For': '\u0000' },
    ],
    ...[{ 'Next-Url': '//' }, { Purpose: 'prefetch' }, { Expect: '100-continue' }],
  )
  .filter((headers) => !Object.values(headers).some((value) => value.includes('\u0000')));

/** The bytes of a request's body, and what they say they are. */
export const nastyBody: fc.Arbitrary<{ type: string; body: Uint8Array }> = fc.oneof(
  nastyJson.map((text) => typed('application/json', text)),
  fc
    .tuple(fc.constantFrom('application/json', 'text/plain'), fc.uint8Array({ maxLength: 60 }))
    .map(([type, body]) => ({ type, body })),
  fc
    .constantFrom(
      ...[
        'purpose=sign-in&purpose=window',
        'purpose=root',
        'intent=%00',
        'callbackUrl=//evil.test',
      ],
      ...['__proto__=1', 'callbackUrl=%ED%A0%80', '%', '', `callbackUrl=${LONG}`, 'other=1'],
    )
    .map((text) => typed('application/x-www-form-urlencoded', text)),
);

function typed(type: string, text: string): { type: string; body: Uint8Array } {
  return { type, body: new TextEncoder().encode(text) };
}

function toObject(fields: Readonly<Record<string, string>>): string {
  return `{${Object.entries(fields).map(([name, json]) => `${JSON.stringify(name)}:${json}`)}}`;
}
