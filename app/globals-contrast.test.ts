import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';

type Oklch = { readonly l: number; readonly c: number; readonly h: number };

const TOKENS = readTokens(readFileSync(new URL('./globals.css', import.meta.url), 'utf8'));
const SURFACES = ['canvas', 'surface-1', 'surface-2', 'surface-3'] as const;

/** WCAG 2.2: 4.5 for text (1.4.3), 3 for edges of controls and for focus (1.4.11). */
const FLOORS: Readonly<Record<string, number>> = {
  ink: 4.5,
  'ink-2': 4.5,
  'ink-3': 4.5,
  'line-control': 3,
  accent: 3,
  buy: 4.5,
  sell: 4.5,
  gain: 4.5,
  loss: 4.5,
  warn: 4.5,
};

describe('colours of the style sheet', () => {
  test.each(
    Object.entries(FLOORS).flatMap(([name, floor]) =>
      SURFACES.map((surface) => ({ name, surface, floor })),
    ),
  )('$name stands at least $floor : 1 on $surface', ({ name, surface, floor }) => {
    expect(contrast(token(name), token(surface))).toBeGreaterThanOrEqual(floor);
  });

  test.each(['accent', 'accent-hover'])(
    'words on a button of %s stand at least 4.5 : 1',
    (name) => {
      expect(contrast(token('on-accent'), token(name))).toBeGreaterThanOrEqual(4.5);
    },
  );

  test('gain and loss differ in lightness, so that they differ without red and green', () => {
    expect(token('gain').l - token('loss').l).toBeGreaterThanOrEqual(0.15);
  });

  test('the measure itself is right: black on white is 21 : 1', () => {
    expect(contrast({ l: 0, c: 0, h: 0 }, { l: 1, c: 0, h: 0 })).toBeCloseTo(21, 1);
  });
});

function readTokens(css: string): ReadonlyMap<string, Oklch> {
  const pattern = /--color-([\w-]+):\s*oklch\(([\d.]+) ([\d.]+) ([\d.]+)\)/g;
  return new Map(
    [...css.matchAll(pattern)].map(([, name = '', l, c, h]) => [
      name,
      { l: Number(l), c: Number(c), h: Number(h) },
    ]),
  );
}

function token(name: string): Oklch {
  const colour = TOKENS.get(name);
  if (!colour) throw new Error(`globals.css has no --color-${name}`);
  return colour;
}

function contrast(a: Oklch, b: Oklch): number {
  const [light, dark] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((light ?? 0) + 0.05) / ((dark ?? 0) + 0.05);
}

/** OKLCH to linear sRGB by Ottosson's matrices, clipped to the gamut, then WCAG's luminance. */
function luminance({ l, c, h }: Oklch): number {
  const a = c * Math.cos((h * Math.PI) / 180);
  const b = c * Math.sin((h * Math.PI) / 180);
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const medium = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const red = 4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short;
  const green = -1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short;
  const blue = -0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return 0.2126 * clip(red) + 0.7152 * clip(green) + 0.0722 * clip(blue);
}
