import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cutReason, isSendable, toClose } from './close.ts';
import { WebSocketError } from './errors.ts';

test('a reason is cut to 123 bytes between two characters, and no shorter than it must be', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (reason) => {
      const cut = cutReason(reason);
      const bytes = Buffer.byteLength(cut);
      expect(bytes).toBeLessThanOrEqual(123);
      expect(cut).not.toContain('\ufffd'.repeat(reason.includes('\ufffd') ? 200 : 1));
      expect(Buffer.from(reason).subarray(0, bytes).toString()).toBe(cut);
      if (Buffer.byteLength(reason) > 123) expect(bytes).toBeGreaterThan(119);
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  { error: new WebSocketError(4404), close: { code: 4404, reason: 'Not Found' } },
  {
    error: new WebSocketError(4404, 'No such quote'),
    close: { code: 4404, reason: 'No such quote' },
  },
  {
    error: new WebSocketError(4500, 'secret'),
    close: { code: 4500, reason: 'Internal Server Error' },
  },
  { error: new WebSocketError(4500, 'told', true), close: { code: 4500, reason: 'told' } },
  { error: new WebSocketError(), close: { code: 4500, reason: 'Internal Server Error' } },
  { error: new WebSocketError(1003, 'Text'), close: { code: 1003, reason: 'Text' } },
  { error: new WebSocketError(99, 'x'), close: { code: 4500, reason: 'Internal Server Error' } },
  { error: new WebSocketError(1006, 'x'), close: { code: 4500, reason: 'Internal Server Error' } },
  { error: new Error('secret'), close: { code: 4500, reason: 'Internal Server Error' } },
  { error: 'secret', close: { code: 4500, reason: 'Internal Server Error' } },
  { error: undefined, close: { code: 4500, reason: 'Internal Server Error' } },
])('$error closes with $close', ({ error, close }) => {
  expect(toClose(error)).toEqual(close);
});

test.each([
  { code: 1000, may: true },
  { code: 1004, may: false },
  { code: 1005, may: false },
  { code: 1006, may: false },
  { code: 1012, may: true },
  { code: 1015, may: false },
  { code: 2999, may: false },
  { code: 3000, may: true },
  { code: 4999, may: true },
  { code: 5000, may: false },
  { code: 4400.5, may: false },
  { code: Number.NaN, may: false },
])('close code $code may be sent: $may', ({ code, may }) => {
  expect(isSendable(code)).toBe(may);
});
