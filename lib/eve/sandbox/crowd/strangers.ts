/**
 * The crowd: people whom nobody plays, who trade, and make public contracts.
 *
 * @module
 */

/** Somebody of the crowd. */
export type Stranger = {
  readonly characterId: number;
  readonly name: string;
  readonly corporationId: number;
};

const FIRST_CHARACTER_ID = 9_000_000_001_000;
const FIRST_CORPORATION_ID = 9_100_000_001_000;

// The last is called like a mineral: names are looked up across all categories.
const NAMES = [
  'Orren Vask',
  'Tamsin Oru',
  'Jelle Harkonin',
  'Pia Suvanto',
  'Kestrel Amaruk',
  'Dov Marrannon',
  'Ysolde Brandt',
  'Teppo Raikkola',
  'Mirel Asanov',
  'Caius Odenath',
  'Ruvi Talmar',
  'Hesper Lindqvist',
  'Okko Varjola',
  'Selma Drayce',
  'Bastien Korr',
  'Tritanium',
];
const CORPORATIONS = [
  { name: 'Perimeter Dockhands', ticker: 'PRDCK' },
  { name: 'Second Shift Salvage', ticker: 'SSSAL' },
  { name: 'Lonetrek Freight Line', ticker: 'LFL' },
  { name: 'Small Hours Trading', ticker: 'SMHRS' },
];

export const strangers: readonly Stranger[] = NAMES.map((name, index) => ({
  characterId: FIRST_CHARACTER_ID + index,
  name,
  corporationId: FIRST_CORPORATION_ID + (index % CORPORATIONS.length),
}));

export const strangerCorporations = CORPORATIONS.map((names, index) => ({
  ...names,
  corporationId: FIRST_CORPORATION_ID + index,
  ceoId: FIRST_CHARACTER_ID + index,
}));

/** One of the crowd for a number; always the same. */
export function strangerFor(seed: number): Stranger {
  const found = strangers[Math.abs(seed) % strangers.length] ?? strangers[0];
  if (!found) throw new RangeError('The crowd is empty');
  return found;
}
