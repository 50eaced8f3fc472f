/**
 * What an import of static data tells the operator.
 *
 * @module
 */
import {
  buildNumber,
  type Loss,
  type Named,
  type RowChanges,
  type StaticChanges,
} from '#lib/eve/static-data/index.ts';
import type { ImportOutcome } from '#lib/server/import-static-data.ts';

const MOST_SHOWN = 50;

const TABLES = [
  ['types', 'types'],
  ['categories', 'categories'],
  ['groups', 'groups'],
  ['marketGroups', 'market groups'],
  ['regions', 'regions'],
  ['systems', 'solar systems'],
  ['stations', 'stations'],
] as const;

/** The report for standard output, and for standard error why nothing was done. */
export function describeImport(
  outcome: ImportOutcome,
  elapsedMs: number,
): { text: string | null; refusal: string | null } {
  if (!outcome.ok && outcome.reason === 'busy') {
    return { text: null, refusal: 'Another import is under way. Nothing was changed.' };
  }
  const head = `Loaded: ${describeVersion(outcome.from)}\nExport: ${describeVersion(outcome.to)}`;
  if (outcome.ok && outcome.status === 'same') {
    return { text: `${head}\nThis export is loaded already. Nothing was changed.`, refusal: null };
  }
  const changes = describeChanges(outcome.changes);
  const text = (end: string) => [head, changes, end].filter(Boolean).join('\n\n');
  const seconds = (elapsedMs / 1_000).toFixed(1);
  if (outcome.ok) {
    return {
      text: text(
        outcome.status === 'rehearsed'
          ? 'This was a rehearsal: nothing was changed.'
          : `Imported in ${seconds} s. Site and workers take it within ten seconds.`,
      ),
      refusal: null,
    };
  }
  return {
    text: text('Nothing was changed.'),
    refusal:
      outcome.reason === 'older'
        ? 'Refused: this export is older than what is loaded. --allow-older takes it all the same.'
        : `Refused: this export looks cut. ${outcome.changes.losses.map(describeLoss).join(' ')} --force takes it all the same.`,
  };
}

/** The whole report. */
export function toImportJson(outcome: ImportOutcome, elapsedMs: number): object {
  const status = outcome.ok ? outcome.status : 'refused';
  const reason = outcome.ok ? null : outcome.reason;
  if (!('from' in outcome)) return { status, reason, elapsedMs };
  const version = (name: string) => ({ version: name, build: buildNumber(name) });
  return {
    status,
    reason,
    from: outcome.from === '' ? null : version(outcome.from),
    to: version(outcome.to),
    changes: 'changes' in outcome ? outcome.changes : null,
    elapsedMs,
  };
}

function describeVersion(version: string): string {
  if (version === '') return 'nothing yet';
  const build = buildNumber(version);
  return build === null ? version : `build ${build} (${version})`;
}

function describeChanges(changes: StaticChanges): string {
  const { types } = changes;
  const counts = TABLES.map(([table, what]) => describeCounts(what, changes[table]));
  const lists = [
    ...TABLES.flatMap(([table, what]) => [
      list(`${what} added`, changes[table].added, ({ name }) => name),
      list(`${what} renamed`, changes[table].renamed, ({ from, to }) => `${from} → ${to}`),
      list(`${what} gone`, changes[table].gone, ({ name }) => name),
    ]),
    list('types with another volume', types.volumesChanged, ({ name, from, to }) => {
      const packaged = `${from.packagedVolumeM3} → ${to.packagedVolumeM3} m³ packaged`;
      return `${name}: ${from.volumeM3} → ${to.volumeM3} m³, ${packaged}`;
    }),
    list('types that refine to something else', types.materialsChanged, ({ name }) => name),
  ];
  return [counts.join('\n'), ...lists.filter(Boolean)].join('\n\n');
}

function describeCounts(what: string, { added, renamed, gone }: RowChanges): string {
  return `${`${what}:`.padEnd(15)} ${added.length} added, ${renamed.length} renamed, ${gone.length} gone`;
}

function list<Row extends Pick<Named, 'id'>>(
  title: string,
  rows: readonly Row[],
  show: (row: Row) => string,
): string {
  if (rows.length === 0) return '';
  const lines = rows.slice(0, MOST_SHOWN).map((row) => `  ${row.id}  ${show(row)}`);
  const rest = rows.length - lines.length;
  return [
    `${rows.length} ${title}`,
    ...lines,
    ...(rest > 0 ? [`  and ${rest} more; --json lists them`] : []),
  ].join('\n');
}

function describeLoss({ what, lost, of }: Loss): string {
  return `${lost} of ${of} ${what} (${((lost / of) * 100).toFixed(1)} %) are gone.`;
}
