import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A small house that keeps the rule. */
const HOUSE: Record<string, string> = {
  'lib/core/isk.ts': "import * as z from 'zod';\nexport const isk = z;",
  'lib/ui/panel.tsx': "import { isk } from '#lib/core/isk.ts';\nexport const panel = isk;",
  'lib/server/db.ts': "import { esi } from '#lib/eve/esi/index.ts';\nexport const db = esi;",
  'lib/eve/sso/index.ts': 'export const sso = 1;',
  'lib/eve/sso/keys.ts': 'export const keys = 1;',
  'lib/eve/esi/index.ts': "export { esi } from './client.ts';",
  'lib/eve/esi/client.ts': "import { sso } from '#lib/eve/sso/index.ts';\nexport const esi = sso;",
  'lib/eve/esi-browser/index.ts': 'export const esiBrowser = 1;',
  'lib/eve/sandbox/index.ts': 'export const sandbox = 1;',
  'lib/eve/static-data/index.ts': 'export const types = 1;',
  'lib/messaging/luce/index.ts': 'export const luce = 1;',
  'lib/messaging/signal-fire/peer/index.ts': "export { peer } from './peer.ts';",
  'lib/messaging/signal-fire/peer/peer.ts': 'export const peer = 1;',
  'lib/messaging/signal-fire/client/index.ts':
    "import { peer } from '../peer/index.ts';\nexport const client = peer;",
  'lib/features/quotes/schema.ts': "import * as z from 'zod';\nexport const quote = z;",
  'lib/features/quotes/make.ts': "import { db } from '#lib/server/db.ts';\nexport const make = db;",
  'lib/features/prices/index.ts': 'export const prices = 1;',
  'lib/features/market/queries.ts':
    "import { esiBrowser } from '#lib/eve/esi-browser/index.ts';\nexport const query = esiBrowser;",
  'app/page.tsx': "import { make } from '#lib/features/quotes/make.ts';\nexport default make;",
  'app/form.tsx':
    "'use client';\nimport { quote } from '#lib/features/quotes/schema.ts';\nexport const form = quote;",
  'app/chart.tsx':
    "'use client';\nimport { esiBrowser } from '#lib/eve/esi-browser/index.ts';\nexport const chart = esiBrowser;",
  'workers/market/main.ts': "import { db } from '#lib/server/db.ts';\nexport const main = db;",
};

/** By rule: a file that breaks it, and what it imports. */
const BREACHES: [rule: string, path: string, specifiers: string[]][] = [
  ['core-imports-core-and-zod-only', 'lib/core/a.ts', ['node:fs', 'react', '#lib/ui/panel.tsx']],
  ['ui-imports-core-only', 'lib/ui/b.tsx', ['#lib/features/quotes/schema.ts', '#lib/server/db.ts']],
  ['kits-stand-alone', 'lib/eve/esi/c.ts', ['#lib/core/isk.ts', '#lib/server/db.ts', 'next']],
  ['kits-use-few-kits', 'lib/eve/sso/d.ts', ['#lib/eve/static-data/index.ts']],
  ['kits-use-few-kits-eve-sandbox', 'lib/eve/sandbox/e.ts', ['#lib/eve/sso/index.ts']],
  ['kits-have-doors', 'lib/server/f.ts', ['#lib/eve/esi/client.ts']],
  ['kits-have-doors-for-kits-too', 'lib/eve/esi/g.ts', ['#lib/eve/sso/keys.ts']],
  [
    'signal-fire-peer-uses-few-kits',
    'lib/messaging/signal-fire/peer/q.ts',
    ['../client/index.ts', '#lib/messaging/luce/index.ts'],
  ],
  ['signal-fire-has-doors-inside', 'lib/messaging/signal-fire/client/r.ts', ['../peer/peer.ts']],
  ['features-know-no-other-feature', 'lib/features/quotes/h.ts', ['#lib/features/prices/index.ts']],
  ['server-knows-no-feature', 'lib/server/i.ts', ['#lib/features/quotes/make.ts']],
  ['features-draw-nothing', 'lib/features/quotes/j.ts', ['#lib/ui/panel.tsx']],
  [
    'client-components-take-schema-and-queries',
    'app/k.tsx',
    ['#lib/features/quotes/make.ts', '#lib/server/db.ts', '#lib/eve/esi/index.ts'],
  ],
  [
    'schema-and-queries-run-anywhere',
    'lib/features/prices/queries.ts',
    ['#lib/server/db.ts', '#lib/eve/esi/index.ts', 'react'],
  ],
  ['lib-knows-no-process', 'lib/server/l.ts', ['#workers/market/main.ts', '#app/page.tsx']],
  ['no-cycles', 'lib/core/m.ts', ['./n.ts']],
  ['everything-is-there', 'lib/core/o.ts', ['./nowhere.ts']],
  ['production-needs-no-test-tools', 'lib/server/p.ts', ['vitest']],
];

describe('the import rule', () => {
  let folder: string;
  const violations: { rule: string; from: string; to: string }[] = [];

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ageira-import-rule-'));
    furnish(folder);
    for (const [path, content] of Object.entries(HOUSE)) write(join(folder, path), content);
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test('is content with a house that keeps it', () => {
    expect(cruise(folder)).toEqual([]);
  });

  test('is broken by each planted breach', () => {
    for (const [, path, specifiers] of BREACHES) {
      const directive = path.startsWith('app/') ? "'use client';\n" : '';
      write(
        join(folder, path),
        directive + specifiers.map((name) => `import '${name}';\n`).join(''),
      );
    }
    write(join(folder, 'lib/core/n.ts'), "import './m.ts';\n");
    violations.push(...cruise(folder));

    expect(violations.length).toBeGreaterThanOrEqual(BREACHES.length);
  });

  test.each(BREACHES)('%s fires on every import of %s', (rule, path, specifiers) => {
    const caught = violations.filter((found) => found.rule === rule && found.from === path);

    expect(caught.map(({ to }) => to)).toHaveLength(specifiers.length);
  });
});

/** What the cruiser reads beside the sources; the packages are empty ones. */
function furnish(folder: string): void {
  for (const name of [
    '.dependency-cruiser.cjs',
    'tsconfig.json',
    'tsconfig.base.json',
    'package.json',
  ]) {
    copyFileSync(join(ROOT, name), join(folder, name));
  }
  for (const name of ['zod', 'react', 'next', 'vitest']) {
    write(
      join(folder, 'node_modules', name, 'package.json'),
      `{"name":"${name}","main":"index.js"}`,
    );
    write(join(folder, 'node_modules', name, 'index.js'), '');
  }
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}

const reportSchema = z.object({
  summary: z.object({
    violations: z.array(
      z.object({ rule: z.object({ name: z.string() }), from: z.string(), to: z.string() }),
    ),
  }),
});

function cruise(folder: string): { rule: string; from: string; to: string }[] {
  const tool = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  const args = [
    '--config',
    '.dependency-cruiser.cjs',
    '--output-type',
    'json',
    'app',
    'lib',
    'workers',
  ];
  const result = spawnSync(process.execPath, [tool, ...args], { cwd: folder, encoding: 'utf8' });
  if (!result.stdout) throw new Error(result.stderr);
  const report = reportSchema.parse(JSON.parse(result.stdout));
  return report.summary.violations.map(({ rule, from, to }) => ({ rule: rule.name, from, to }));
}
