import { BIGINT_TYPES } from './bigint-types.ts';
import type { Container } from './container.ts';
import type { Program, Side } from './generated/prisma/client.ts';
import { type RuleRow, SELECT_RULES } from './program-rules.ts';

/** Which programs: those that fit all that is given. */
export type ProgramFilter = {
  readonly id?: string;
  readonly isOpen?: boolean;
  readonly side?: Side;
};

export type ProgramRow = Omit<Program, 'updatedAt'> & {
  /** Null: it stands at no hub of ours. */
  readonly hubName: string | null;
};

// Each by name: `*` would make a prepared query fail when a migration adds a column.
const COLUMNS: Readonly<Record<keyof ProgramRow, string>> = {
  id: 'program.id',
  name: 'program.name',
  side: 'side',
  codePrefix: 'code_prefix',
  assigneeId: 'assignee_id',
  assigneeKind: 'assignee_kind',
  assigneeName: 'assignee_name',
  locationIds: 'location_ids',
  acceptedCategoryIds: 'accepted_category_ids',
  acceptedGroupIds: 'accepted_group_ids',
  hubId: 'hub_id',
  hubName: 'hub.short_name',
  basisSide: 'basis_side',
  basisStatistic: 'basis_statistic',
  rateBp: 'rate_bp',
  refineYield: 'refine_yield',
  minimumVolume: 'minimum_volume',
  sellCapBp: 'sell_cap_bp',
  lifetimeHours: 'lifetime_hours',
  toleranceBp: 'tolerance_bp',
  tolerance: 'tolerance',
  minimumTotal: 'minimum_total',
  maximumTotal: 'maximum_total',
  staleAfterMinutes: 'stale_after_minutes',
  instructions: 'instructions',
  haulingPerM3: 'hauling_per_m3',
  densityLimit: 'density_limit',
  densityTaxBp: 'density_tax_bp',
  saleBonusBp: 'sale_bonus_bp',
  saleFrom: 'sale_from',
  saleUntil: 'sale_until',
  dailyCap: 'daily_cap',
  pilotDailyCap: 'pilot_daily_cap',
  takesDonations: 'takes_donations',
  isOpen: 'is_open',
  version: 'version',
  createdAt: 'created_at',
};

const SELECTED = Object.entries(COLUMNS)
  .map(([name, column]) => `${column} as "${name}"`)
  .join(', ');

const FROM = `
  from program left join hub on hub.location_id = hub_id
  where ($1::uuid is null or program.id = $1) and ($2::boolean is null or is_open = $2)
    and ($3::text is null or side::text = $3)
  order by created_at, program.id`;

/** All of one program's rules as one text of JSON. */
const RULES = `(
  select json_agg(own order by own.id) from (${SELECT_RULES} where program_id = program.id) own
) as rules`;

/** Read programs, oldest first. Every price that is asked for does: prepared, for that costs the least. */
export async function readProgramRows(
  { pool }: Pick<Container, 'pool'>,
  filter: ProgramFilter,
): Promise<ProgramRow[]> {
  const { rows } = await pool.query<ProgramRow>({
    name: 'read-programs',
    text: `select ${SELECTED} ${FROM}`,
    values: toValues(filter),
    types: BIGINT_TYPES,
  });
  return rows;
}

/** Read the oldest program that fits and its rules, of the same moment. */
export async function readRuledProgramRow(
  { pool }: Pick<Container, 'pool'>,
  filter: ProgramFilter,
): Promise<{ readonly program: ProgramRow; readonly rules: readonly RuleRow[] } | null> {
  const { rows } = await pool.query<ProgramRow & { rules: RuleInJson[] | null }>({
    name: 'read-ruled-program',
    text: `select ${SELECTED}, ${RULES} ${FROM} limit 1`,
    values: toValues(filter),
    types: BIGINT_TYPES,
  });
  const [row] = rows;
  if (!row) return null;
  const { rules, ...program } = row;
  return { program, rules: (rules ?? []).map(fromJson) };
}

type RuleInJson = Omit<RuleRow, 'valid_from' | 'valid_until'> & {
  valid_from: string | null;
  valid_until: string | null;
};

function fromJson({ valid_from, valid_until, ...rule }: RuleInJson): RuleRow {
  return { ...rule, valid_from: toDate(valid_from), valid_until: toDate(valid_until) };
}

function toDate(text: string | null): Date | null {
  return text === null ? null : new Date(text);
}

function toValues({ id, isOpen, side }: ProgramFilter) {
  return [id ?? null, isOpen ?? null, side ?? null];
}
