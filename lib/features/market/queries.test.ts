import { describe, expect, test } from 'vitest';
import {
  EsiNetworkError,
  EsiNotFoundError,
  EsiRequestError,
  EsiSchemaError,
  EsiServerError,
} from '#lib/eve/esi-browser/index.ts';
import { askAgainMs, isFinal } from './queries.ts';

const passing = [
  new EsiServerError(503, 'away'),
  new EsiNetworkError('away'),
  // An outage brings HTML with 200, too.
  new EsiSchemaError('HTML'),
];
const final = [new EsiNotFoundError('gone'), new EsiRequestError('no')];

describe('while there is nothing to show', () => {
  test.each(passing)('EVE is asked again every minute after $code', (error) => {
    expect(askAgainMs({ data: undefined, error })).toBe(60_000);
    expect(isFinal(error)).toBe(false);
  });

  test.each(final)('EVE is not asked again after $code: it has none of this', (error) => {
    expect(askAgainMs({ data: undefined, error })).toBe(false);
    expect(isFinal(error)).toBe(true);
  });

  test('a part of the page that did not come is no word of EVE’s', () => {
    const error = new TypeError('Failed to fetch dynamically imported module');
    expect(askAgainMs({ data: undefined, error })).toBe(false);
    expect(isFinal(error)).toBe(false);
  });
});
