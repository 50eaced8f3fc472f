export type Format = 'json' | 'csv';

const TYPES: Record<Format, readonly [whole: string, part: string]> = {
  json: ['application/json', 'application/*'],
  csv: ['text/csv', 'text/*'],
};

/**
 * Which of the formats that there are the caller would rather have; JSON where it does not care.
 *
 * @param accept The header, null when absent.
 * @param offered JSON first.
 * @returns Null where it wants none of them.
 */
export function chooseFormat(accept: string | null, offered: readonly Format[]): Format | null {
  if (accept === null || accept.trim() === '') return 'json';
  const wishes = readWishes(accept);
  let best: Format | null = null;
  let bestQuality = 0;
  for (const format of offered) {
    const [whole, part] = TYPES[format];
    // The most exact wish counts, whatever it says.
    const quality = wishes.get(whole) ?? wishes.get(part) ?? wishes.get('*/*') ?? 0;
    if (quality > bestQuality) {
      best = format;
      bestQuality = quality;
    }
  }
  return best;
}

function readWishes(accept: string): Map<string, number> {
  return new Map(
    accept.split(',').map((wish) => {
      const [type = '', ...parameters] = wish.split(';').map((word) => word.trim().toLowerCase());
      const quality = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
      return [type, quality === undefined ? 1 : Number(quality) || 0];
    }),
  );
}
