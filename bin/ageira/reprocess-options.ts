/**
 * The options of `ageira reprocess`, read and checked.
 *
 * @module
 */
import {
  computeGasYield,
  computeOreYield,
  computeScrapYield,
} from '#lib/core/reprocessing/compute-yield.ts';
import {
  add,
  compareDecimals,
  type Decimal,
  decimal,
  multiply,
  ONE,
  readDecimal,
  toDecimalText,
  ZERO,
} from '#lib/core/reprocessing/decimal.ts';
import type { Processing } from '#lib/core/reprocessing/processing.ts';
import { readOptions, UsageError } from './command.ts';

const TEXT = { type: 'string' } as const;
const SETUP = {
  base: TEXT,
  rig: TEXT,
  security: TEXT,
  structure: TEXT,
  reprocessing: TEXT,
  efficiency: TEXT,
  'ore-skill': TEXT,
  implant: TEXT,
} as const;

const LARGEST_PERCENT = decimal('100');
/** Nothing adds as much: who gives more means something else, such as a security status of 0.5. */
const LARGEST_BONUS = decimal('0.2');
const LARGEST_SCRAP_YIELD = computeScrapYield(5);

export type Setup = { readonly [Name in keyof typeof SETUP]?: string | undefined };

export type ReprocessOptions = {
  readonly type: string;
  readonly units: number;
  readonly json: boolean;
  /** As given; undefined where it is to be computed. */
  readonly share: string | undefined;
  readonly setup: Setup;
};

/** @throws {UsageError} For anything unknown, missing or out of range but the yield's own parts. */
export function readReprocessOptions(args: readonly string[]): ReprocessOptions {
  const { type, quantity, json, ...given } = readOptions(joinNegatives(args), {
    ...SETUP,
    type: TEXT,
    quantity: TEXT,
    yield: TEXT,
    json: { type: 'boolean', default: false },
  });
  if (type === undefined) throw new UsageError('--type is missing.');
  if (quantity === undefined) throw new UsageError('--quantity is missing.');
  const { yield: share, ...setup } = given;
  refuseBothOrNone(share, setup);
  return { type: type.trim(), units: readQuantity(quantity), json, share, setup };
}

/** The yield of a type, as given or computed. @throws {UsageError} When it is out of range. */
export function readYield({ share, setup }: ReprocessOptions, processing: Processing): Decimal {
  return share === undefined ? computeShare(processing, setup) : readShare(share, processing);
}

/** What was typed may be anything: the answer is a line. */
export function cut(text: string): string {
  return text.length > 40 ? `${text.slice(0, 39)}…` : text;
}

/** "--quantity -5" would be refused as two options; what is wrong is the number. */
function joinNegatives(args: readonly string[]): string[] {
  const joined: string[] = [];
  for (const word of args) {
    const before = joined.at(-1);
    const isValue = /^-[\d.]/.test(word) && before?.startsWith('--') && !before.includes('=');
    if (isValue) joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
  }
  return joined;
}

function refuseBothOrNone(share: string | undefined, setup: Setup): void {
  const isComputed = Object.values(setup).some((value) => value !== undefined);
  if (share !== undefined && isComputed) {
    throw new UsageError('Give either --yield, or --base and what goes with it, not both.');
  }
  if (share === undefined && setup.base === undefined) {
    throw new UsageError('Give --yield, or --base and what goes with it, to compute the yield.');
  }
}

function readQuantity(text: string): number {
  if (/^[+-]?0+$/.test(text) || /^-\d/.test(text)) {
    throw new UsageError(`--quantity ${text}: there must be at least one unit to refine.`);
  }
  if (!/^\d{1,30}$/.test(text)) {
    throw new UsageError(`--quantity takes a whole number, such as 10050, not "${cut(text)}".`);
  }
  const units = Number(text);
  if (!Number.isSafeInteger(units)) {
    const most = Number.MAX_SAFE_INTEGER.toLocaleString('en-US');
    throw new UsageError(`--quantity ${cut(text)} is too large: at most ${most} units.`);
  }
  return units;
}

function readShare(text: string, processing: Processing): Decimal {
  const share = readDecimal(text);
  if (share === null && !/^-?\d+(?:\.\d+)?$/.test(text)) {
    throw new UsageError(`--yield takes a number such as 0.8734, not "${cut(text)}".`);
  }
  if (share === null || share.digits === 0n || compareDecimals(share, ONE) > 0) {
    const percent = share && share.digits > 0n && compareDecimals(share, LARGEST_PERCENT) <= 0;
    const hint = percent ? ` ${text} % is ${toDecimalText(multiply(share, decimal('0.01')))}.` : '';
    throw new UsageError(`--yield ${cut(text)}: a yield is above 0 and at most 1.${hint}`);
  }
  if (processing.kind === 'scrap' && compareDecimals(share, LARGEST_SCRAP_YIELD) > 0) {
    throw new UsageError(
      `--yield ${cut(text)}: of what is no ore, ice or gas at most 0.55 comes back.`,
    );
  }
  return share;
}

function computeShare(processing: Processing, setup: Setup): Decimal {
  const place = {
    basePercent: readBase(setup.base),
    rigPercent: readUpTo('rig', setup.rig, decimal('10'), '0, 1 or 3'),
    securityBonus: readUpTo('security', setup.security, LARGEST_BONUS, '0, 0.06 or 0.12'),
    structureBonus: readUpTo('structure', setup.structure, LARGEST_BONUS, '0, 0.02 or 0.055'),
  };
  const pilot = {
    reprocessing: readLevel('reprocessing', setup.reprocessing),
    efficiency: readLevel('efficiency', setup.efficiency),
    oreSkill: readLevel('ore-skill', setup['ore-skill']),
    implantBonus: readUpTo('implant', setup.implant, LARGEST_BONUS, '0.01, 0.02 or 0.04'),
  };
  if (compareDecimals(add(place.basePercent, place.rigPercent), LARGEST_PERCENT) > 0) {
    throw new UsageError('--base and --rig together are more than 100 percent.');
  }
  if (processing.kind === 'scrap') return computeScrapYield(pilot.oreSkill);
  if (processing.kind === 'gas') return computeGasYield(pilot.oreSkill, place.structureBonus);
  return computeOreYield(place, pilot);
}

function readBase(text = ''): Decimal {
  const base = readUpTo('base', text, LARGEST_PERCENT, '50');
  if (compareDecimals(base, ONE) >= 0) return base;
  throw new UsageError(`--base ${cut(text)}: the base is a percentage from 1 to 100, such as 50.`);
}

function readUpTo(name: string, text: string | undefined, most: Decimal, such: string): Decimal {
  if (text === undefined) return ZERO;
  const value = readDecimal(text);
  if (value && compareDecimals(value, most) <= 0) return value;
  const limit = toDecimalText(most);
  throw new UsageError(
    `--${name} takes a number from 0 to ${limit} (${such}), not "${cut(text)}".`,
  );
}

function readLevel(name: string, text = '0'): number {
  if (/^[0-5]$/.test(text)) return Number(text);
  throw new UsageError(`--${name} takes a level from 0 to 5, not "${cut(text)}".`);
}
