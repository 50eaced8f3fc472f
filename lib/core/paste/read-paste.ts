import { cleanItemName } from './item-name.ts';
import type { NameResolver, PasteReading } from './paste-reading.ts';
import { readChat } from './readers/chat.ts';
import { readCompare } from './readers/compare.ts';
import { readDatedRow } from './readers/dated-row.ts';
import { readDirectionalScan } from './readers/directional-scan.ts';
import { readEft } from './readers/eft.ts';
import { readFittingHeading } from './readers/fitting-heading.ts';
import { readByGuess } from './readers/guess.ts';
import { readHeaderTable } from './readers/header-table.ts';
import { readInventory, readSpacedInventory } from './readers/inventory.ts';
import { readKillmail } from './readers/killmail.ts';
import { readListing } from './readers/listing.ts';
import { readLootHistory } from './readers/loot-history.ts';
import { readMoonScan } from './readers/moon-scan.ts';
import { readPlanetary } from './readers/planetary.ts';
import { type Claim, claimFault, type ReadContext, type Reader } from './readers/reader.ts';
import { readSeveral } from './readers/several.ts';
import { readSurveyScan } from './readers/survey-scan.ts';
import { readViewContents } from './readers/view-contents.ts';
import { splitLines } from './split-lines.ts';
import { createTally } from './tally.ts';

export type {
  NamedType,
  NameMatch,
  NameResolver,
  PastedItem,
  PasteReading,
  UnreadLine,
  UnreadReason,
} from './paste-reading.ts';

/** The narrowest layout first: each would also read lines of those below it, but wrongly. */
const READERS: readonly Reader[] = [
  ...[
    readKillmail,
    readEft,
    readChat,
    readMoonScan,
    readHeaderTable,
    readSurveyScan,
    readLootHistory,
  ],
  ...[readDatedRow, readDirectionalScan, readPlanetary, readCompare, readViewContents],
  ...[
    readFittingHeading,
    readSpacedInventory,
    readSeveral,
    readListing,
    readInventory,
    readByGuess,
  ],
];

/**
 * Read what a player copied out of the game: any mixture of its layouts, locales and languages.
 *
 * Every line that is not blank ends as part of an item, as layout (headings, sums), or in `unread`
 * with its reason. Equal items are added up. Takes time linear in the text; limits on the text's size
 * are the caller's.
 *
 * @example
 * readPaste('Veldspar\t1,000\n5 x Rifter', resolver).items;
 * // [{ typeId: 1230, name: 'Veldspar', quantity: 1000, … }, { typeId: 587, name: 'Rifter', … }]
 */
export function readPaste(text: string, resolver: NameResolver): PasteReading {
  const lines = splitLines(text);
  const acceptsEveryName = resolver.acceptsEveryName ?? false;
  const resolve = remember((name: string) => resolver.resolve(name));
  const isWhole = (name: string) => !acceptsEveryName && resolve(name).kind !== 'unknown';
  const identify = remember((text: string) => {
    const { name, isCopy } = cleanItemName(text, isWhole);
    return { name, isCopy, match: resolve(name) };
  });
  const isKnown = (name: string) => identify(name).match.kind !== 'unknown';
  const context: ReadContext = { lines, isKnown, acceptsEveryName };

  const tally = createTally(identify);
  for (let index = 0; index < lines.length; ) {
    const line = lines[index];
    if (!line) break;
    if (line.text === '') {
      index += 1;
      continue;
    }
    const claim = line.isTooLong ? claimFault('none', line, 'too-long') : findClaim(index, context);
    tally.add(claim, lines.slice(index, index + claim.lineCount));
    index += claim.lineCount;
  }
  return { ...tally.result(), lineCount: lines.filter((line) => line.text !== '').length };
}

/** The first layout that explains the line with real names, else the first that explains it. */
function findClaim(index: number, context: ReadContext): Claim {
  let fallback: Claim | undefined;
  for (const read of READERS) {
    const claim = read(index, context);
    // A layout that begins here and ends at once claims nothing.
    if (!claim || claim.lineCount < 1) continue;
    if (context.acceptsEveryName || claim.lineCount > 1 || isSound(claim, context)) return claim;
    fallback ??= claim;
  }
  const line = context.lines[index];
  if (fallback || !line) return fallback ?? { format: 'none', lineCount: 1, found: [] };
  return claimFault('none', line, 'not-an-item');
}

function isSound(claim: Claim, { isKnown }: ReadContext): boolean {
  return claim.found.every((found) => found.kind === 'item' && isKnown(found.name));
}

/** A paste names the same things again and again, and each reader asks anew. */
function remember<Value>(find: (name: string) => Value): (name: string) => Value {
  const found = new Map<string, Value>();
  return (name) => {
    let value = found.get(name);
    if (value === undefined) {
      value = find(name);
      found.set(name, value);
    }
    return value;
  };
}
