/** Name the layout of a paste as players do. Layouts that nobody would name are just "a list". */
export function describeFormat(format: string): string {
  return NAMES[format] ?? 'list';
}

const NAMES: Readonly<Record<string, string>> = {
  inventory: 'inventory list',
  listing: 'names and counts',
  table: 'table with headings',
  killmail: 'killmail',
  eft: 'fitting',
  fitting: 'fitting',
  'survey-scan': 'survey scan',
  'loot-history': 'loot history',
  'view-contents': 'container contents',
  'directional-scan': 'directional scan',
  planetary: 'planetary goods',
  'dated-row': 'mining ledger',
  compare: 'comparison',
  mixed: 'several layouts',
};
