/**
 * The ore table's address: everything that a visitor has chosen, in words that survive in a link.
 *
 * @module
 */
import { ORE_SKILLS, type OreSkillKey } from '#lib/core/reprocessing/processing.ts';
import { ORE_KINDS, type OreKind } from './ore.ts';
import {
  IMPLANTS,
  type Refinery,
  RIGS,
  SECURITIES,
  STATION_BASES,
  STRUCTURES,
} from './refinery.ts';

export const ORE_COLUMNS = [
  'name',
  'group',
  'volume',
  'raw',
  'compressed',
  'refined',
  'gain',
  'best',
  'hauled',
] as const;
export type OreColumn = (typeof ORE_COLUMNS)[number];
export type OreSort = { readonly column: OreColumn; readonly isDescending: boolean };

export type OreView = Refinery & {
  readonly kind: OreKind | 'all';
  /** `plain`: without the richer grades. */
  readonly grades: 'all' | 'plain';
  readonly search: string;
  /** Null: in the order of kinds and names. */
  readonly sort: OreSort | null;
  /** What the ISK are for. */
  readonly per: 'm3' | 'unit';
  readonly side: 'buy' | 'sell';
  /** Null: the trader's own. */
  readonly hubId: number | null;
  /** The ore that is shown in full. */
  readonly openId: number | null;
};

const LONGEST_SEARCH = 60;
const MOST_TAX_BP = 10_000;
const BEST_LEVEL = 5;

const ALL_SKILLS = Object.fromEntries(
  ORE_SKILLS.map(({ key }) => [key, BEST_LEVEL]),
  // Every key of the list, so all of the record.
) as Record<OreSkillKey, number>;

export const DEFAULT_VIEW: OreView = {
  kind: 'all',
  grades: 'all',
  search: '',
  sort: { column: 'refined', isDescending: true },
  per: 'm3',
  side: 'buy',
  hubId: null,
  openId: null,
  structure: 'tatara',
  base: '50',
  rig: 't2',
  security: 'low',
  implant: 'none',
  reprocessing: BEST_LEVEL,
  efficiency: BEST_LEVEL,
  skills: ALL_SKILLS,
  gas: BEST_LEVEL,
  taxBp: 0,
};

type Params = { get(name: string): string | null };

/** Read an address. What is missing or makes no sense is as by default. */
export function readOreView(params: Params): OreView {
  const choose = <Value extends string>(name: string, known: readonly Value[], usual: Value) =>
    known.find((value) => value === params.get(name)) ?? usual;
  return {
    kind: choose('kind', ['all', ...ORE_KINDS], DEFAULT_VIEW.kind),
    grades: choose('grades', ['all', 'plain'], DEFAULT_VIEW.grades),
    search: (params.get('q') ?? '').slice(0, LONGEST_SEARCH),
    sort: readSort(params.get('sort')),
    per: choose('per', ['m3', 'unit'], DEFAULT_VIEW.per),
    side: choose('side', ['buy', 'sell'], DEFAULT_VIEW.side),
    hubId: readId(params.get('hub')),
    openId: readId(params.get('open')),
    structure: choose('structure', STRUCTURES, DEFAULT_VIEW.structure),
    base: choose('base', STATION_BASES, DEFAULT_VIEW.base),
    rig: choose('rig', RIGS, DEFAULT_VIEW.rig),
    security: choose('security', SECURITIES, DEFAULT_VIEW.security),
    implant: choose('implant', IMPLANTS, DEFAULT_VIEW.implant),
    reprocessing: readLevel(params.get('reprocessing')),
    efficiency: readLevel(params.get('efficiency')),
    ...readSkills(params.get('skills')),
    taxBp: readTax(params.get('tax')),
  };
}

/** Write an address: only what is not as by default. Empty, or a query without its question mark. */
export function writeOreView(view: OreView): string {
  const usual = DEFAULT_VIEW;
  const fields: readonly (readonly [name: string, value: string, usual: string])[] = [
    ['kind', view.kind, usual.kind],
    ['grades', view.grades, usual.grades],
    ['q', view.search, usual.search],
    ['sort', writeSort(view.sort), writeSort(usual.sort)],
    ['per', view.per, usual.per],
    ['side', view.side, usual.side],
    ['hub', String(view.hubId ?? ''), ''],
    ['structure', view.structure, usual.structure],
    ['base', view.base, usual.base],
    ['rig', view.rig, usual.rig],
    ['security', view.security, usual.security],
    ['implant', view.implant, usual.implant],
    ['reprocessing', String(view.reprocessing), String(usual.reprocessing)],
    ['efficiency', String(view.efficiency), String(usual.efficiency)],
    ['skills', writeSkills(view), writeSkills(usual)],
    ['tax', String(view.taxBp / 100), String(usual.taxBp / 100)],
    ['open', String(view.openId ?? ''), ''],
  ];
  const chosen = fields.filter(([, value, byDefault]) => value !== byDefault);
  return new URLSearchParams(chosen.map(([name, value]) => [name, value])).toString();
}

function readSort(text: string | null): OreSort | null {
  if (text === null) return DEFAULT_VIEW.sort;
  const isDescending = text.startsWith('-');
  const column = ORE_COLUMNS.find((name) => name === text.slice(isDescending ? 1 : 0));
  if (column) return { column, isDescending };
  return text === 'none' ? null : DEFAULT_VIEW.sort;
}

function writeSort(sort: OreSort | null): string {
  return sort ? `${sort.isDescending ? '-' : ''}${sort.column}` : 'none';
}

function readId(text: string | null): number | null {
  return text !== null && /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}

function readLevel(text: string | null): number {
  return text !== null && /^[0-5]$/.test(text) ? Number(text) : BEST_LEVEL;
}

/** One digit a skill in the order of the list, that of gas last. */
function readSkills(text: string | null): Pick<OreView, 'skills' | 'gas'> {
  if (text === null || !/^[0-5]+$/.test(text) || text.length !== ORE_SKILLS.length + 1) {
    return { skills: DEFAULT_VIEW.skills, gas: DEFAULT_VIEW.gas };
  }
  const skills = { ...ALL_SKILLS };
  for (const [index, { key }] of ORE_SKILLS.entries()) skills[key] = Number(text[index]);
  return { skills, gas: Number(text.at(-1)) };
}

function writeSkills({ skills, gas }: OreView): string {
  return ORE_SKILLS.map(({ key }) => skills[key]).join('') + gas;
}

/** Percent with two decimals at most, into basis points. */
export function readTax(text: string | null): number {
  const match = /^(\d{1,3})(?:\.(\d{1,2}))?$/.exec(text ?? '');
  if (!match) return 0;
  const [, whole = '0', cents = ''] = match;
  const taxBp = Number(whole) * 100 + Number(cents.padEnd(2, '0'));
  return taxBp <= MOST_TAX_BP ? taxBp : 0;
}
