import { describe, expect, test } from 'vitest';
import {
  allianceLogoUrl,
  corporationLogoUrl,
  portraitUrl,
  typeIconUrl,
  typeRenderUrl,
} from './index.ts';

const BASE = 'https://images.evetech.net';

describe('image addresses', () => {
  test('are those of the image server', () => {
    expect(typeIconUrl(BASE, 34, 32)).toBe(`${BASE}/types/34/icon?size=32`);
    expect(typeIconUrl(BASE, 681, 64, { blueprint: 'copy' })).toBe(`${BASE}/types/681/bpc?size=64`);
    expect(typeIconUrl(BASE, 681, 64, { blueprint: 'original' })).toBe(
      `${BASE}/types/681/bp?size=64`,
    );
    expect(portraitUrl(BASE, 90000001, 1024)).toBe(
      `${BASE}/characters/90000001/portrait?size=1024`,
    );
    expect(corporationLogoUrl('http://localhost:3001/images', 9100000000001, 128)).toBe(
      'http://localhost:3001/images/corporations/9100000000001/logo?size=128',
    );
  });

  test.each([32, 64, 128, 256, 512, 1024] as const)(
    'there is one of %s px, of everything',
    (size) => {
      const paths = [
        [typeIconUrl(BASE, 587, size), 'types/587/icon'],
        [typeRenderUrl(BASE, 587, size), 'types/587/render'],
        [portraitUrl(BASE, 1, size), 'characters/1/portrait'],
        [corporationLogoUrl(BASE, 1, size), 'corporations/1/logo'],
        [allianceLogoUrl(BASE, 99000001, size), 'alliances/99000001/logo'],
      ];
      for (const [url, path] of paths) expect(url).toBe(`${BASE}/${path}?size=${size}`);
    },
  );

  test.each([0, -1, 1.5, Number.NaN, 2 ** 53])('an id of %s is refused', (id) => {
    expect(() => typeIconUrl(BASE, id, 32)).toThrow(RangeError);
  });

  test.each([6, 33, 2048, 0])('a size of %s is refused, even or not', (size) => {
    // The type forbids it; a number from a form does not know that.
    expect(() => portraitUrl(BASE, 1, size as 32)).toThrow(RangeError);
  });
});
