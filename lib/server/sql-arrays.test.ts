import { expect, test } from 'vitest';
import { toSqlArray } from './sql-arrays.ts';

test.each([
  { values: [], text: '{}' },
  { values: [1n, -2, true, null], text: '{1,-2,true,NULL}' },
  { values: ['', 'NULL', 'a,b', '{}'], text: '{"","NULL","a,b","{}"}' },
  { values: ['say "\\"'], text: '{"say \\"\\\\\\""}' },
  { values: [new Date(0)], text: '{"1970-01-01T00:00:00.000Z"}' },
  { values: [new Uint8Array([0, 255])], text: String.raw`{"\\x00ff"}` },
])('$text is what PostgreSQL reads as these values', ({ values, text }) => {
  expect(toSqlArray(values)).toBe(text);
});
