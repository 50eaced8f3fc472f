/**
 * Drawn pictures, since EVE's image server may be out of reach: a monogram on a tint.
 *
 * @module
 */
import { escapeHtml } from '../pages/html.ts';

const SIZE = 64;

/** A square with one to three letters on a tint: items and blueprints. */
export function drawMonogram(letters: string, hue: number): string {
  const fontSize = letters.length > 2 ? 22 : 27;
  return svg(
    `<rect width="64" height="64" fill="oklch(.27 .03 ${hue})"/>${text(letters, fontSize, hue)}`,
  );
}

/** A head and shoulders on a tint: characters. */
export function drawPortrait(letters: string, hue: number): string {
  return svg(
    `<rect width="64" height="64" fill="oklch(.24 .03 ${hue})"/>` +
      `<circle cx="32" cy="25" r="11" fill="oklch(.62 .06 ${hue})"/>` +
      `<path d="M10 64c0-14 9-22 22-22s22 8 22 22z" fill="oklch(.5 .06 ${hue})"/>` +
      `<text x="32" y="59" text-anchor="middle" font-family="Inter,sans-serif" font-weight="600" font-size="11" fill="oklch(.93 .02 ${hue})">${escapeHtml(letters)}</text>`,
  );
}

/** A shield on a tint: corporations and alliances. */
export function drawLogo(letters: string, hue: number): string {
  return svg(
    `<rect width="64" height="64" fill="oklch(.2 .02 ${hue})"/>` +
      `<path d="M32 7l21 7v17c0 13-9 21-21 26C20 52 11 44 11 31V14z" fill="oklch(.33 .05 ${hue})" stroke="oklch(.6 .07 ${hue})" stroke-width="2"/>${text(letters, 17, hue)}`,
  );
}

/** The letters that stand for a name: the first of up to three words, else its first two. */
export function monogramOf(name: string): string {
  const words = name.split(/[\s-]+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  if (words.length > 1)
    return words
      .map((word) => [...word][0])
      .slice(0, 3)
      .join('')
      .toUpperCase();
  const [first = '?', second = ''] = [...(words[0] ?? '?')];
  return `${first.toUpperCase()}${second.toLowerCase()}`;
}

function text(letters: string, fontSize: number, hue: number): string {
  return `<text x="32" y="33" text-anchor="middle" dominant-baseline="central" font-family="Inter,sans-serif" font-weight="500" font-size="${fontSize}" fill="oklch(.8 .05 ${hue})">${escapeHtml(letters)}</text>`;
}

function svg(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${SIZE} ${SIZE}">${content}</svg>`;
}
