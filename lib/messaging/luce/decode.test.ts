import fc from 'fast-check';
import { expect, test } from 'vitest';
import { decodeMessage } from './decode.ts';
import { WebSocketError } from './errors.ts';

const DEPTH = 8;
const decode = (text: string) => decodeMessage(Buffer.from(text), DEPTH);

test.each([
  'null',
  'true',
  '1',
  '"text"',
  '[]',
  '[{"cmd":"a"}]',
  '',
  '{',
  'undefined',
  '{"a":1}}',
  '\ufeff{}',
])('%j is no message', (text) => {
  expect(() => decode(text)).toThrow(expect.objectContaining({ code: 4400, expose: true }));
});

test('an object is a message', () => {
  expect(decode('{"cmd":"greet","data":[1,{"a":null}]}')).toEqual({
    cmd: 'greet',
    data: [1, { a: null }],
  });
});

test.each([
  { depth: DEPTH, isRefused: false },
  { depth: DEPTH + 1, isRefused: true },
  { depth: 30_000, isRefused: true },
])('$depth levels: refused $isRefused', ({ depth, isRefused }) => {
  const text = `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
  if (isRefused) expect(() => decode(text)).toThrow('Nested too deeply');
  else expect(decode(text)).toHaveProperty('a');
});

test('brackets within texts are no levels', () => {
  const text = '[{"\\'.repeat(20);
  expect(decode(JSON.stringify({ text }))).toEqual({ text });
});

test.each([
  '{"__proto__":{"polluted":1}}',
  '{"a":[{"__proto__":1}]}',
  '{"\\u005f_proto__":{"polluted":1}}',
  '{"a":{"__pr\\u006fto__":{"polluted":1}}}',
])('%s is refused for its name', (text) => {
  expect(() => decode(text)).toThrow('A name is not allowed');
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});

test('a text that speaks of __proto__ is a text', () => {
  expect(decode('{"text":"what is __proto__ for?"}')).toEqual({ text: 'what is __proto__ for?' });
});

test('whatever comes, it is a plain object or a bad request', () => {
  const json = fc.json({ maxDepth: 12 });
  const bytes = fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array));
  const mutated = fc
    .tuple(json, fc.nat(), fc.string({ maxLength: 3 }))
    .map(([text, at, inserted]) => {
      const place = at % (text.length + 1);
      return Buffer.from(text.slice(0, place) + inserted + text.slice(place));
    });
  fc.assert(
    fc.property(
      fc.oneof(
        json.map((text) => Buffer.from(text)),
        bytes,
        mutated,
      ),
      (data) => {
        try {
          const message = decodeMessage(data, DEPTH);
          expect(Object.getPrototypeOf(message)).toBe(Object.prototype);
          expect(Object.hasOwn(message, '__proto__')).toBe(false);
        } catch (error) {
          expect(error).toBeInstanceOf(WebSocketError);
          expect(error).toMatchObject({ code: 4400 });
        }
      },
    ),
    { numRuns: 20_000 },
  );
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
});
