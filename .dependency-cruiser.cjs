/**
 * The import rule of ARCHITECTURE.md, run by `npm run lint`. Each rule is proved on a planted breach
 * in bin/setup/import-rule.test.ts.
 *
 *   app, workers, bin ──▶ lib/features ──▶ lib/core ◀── lib/ui
 *          │                   │
 *          └────────▶ lib/server ──▶ kits (through their doors only)
 */
const { readdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');

const KIT = '^lib/(?:eve|messaging)/';
/** The kits of EVE that are made for browsers. */
const EVE_IN_BROWSER = '^lib/eve/(?:esi-browser|images)/index[.]ts$';
const TEST = '[.](?:test|spec)[.]tsx?$|/testing/|^tests/';

/** Kits that may use another one; every other pair is a breach. */
const KIT_PAIRS = {
  'eve/esi': ['eve/sso'],
  'eve/sandbox': ['eve/static-data'],
  'messaging/wormhole': ['messaging/procedure-caller'],
  'messaging/luce': ['messaging/procedure-caller', 'messaging/global-events'],
  'messaging/registry': ['messaging/redis-streams'],
  'messaging/signal-fire': ['messaging/luce', 'messaging/registry', 'messaging/wormhole'],
};

/** The kits of Signal-Fire, and which of the others each may use. All of them speak its protocol. */
const SIGNAL_FIRE = {
  protocol: [],
  server: ['luce', 'registry'],
  connect: ['luce'],
  peer: [],
  client: ['signal-fire/connect', 'signal-fire/peer'],
  cli: ['signal-fire/server', 'luce', 'registry', 'wormhole'],
};
const DOOR = `${KIT}(?:signal-fire/)?[^/]+/(?:index|browser)[.]ts$`;

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-imports-core-and-zod-only',
      severity: 'error',
      from: { path: '^lib/core/', pathNot: TEST },
      to: { pathNot: ['^lib/core/', '^node_modules/zod/'] },
    },
    {
      name: 'ui-imports-core-only',
      comment: 'Data comes to a component by its props.',
      severity: 'error',
      from: { path: '^lib/ui/', pathNot: TEST },
      to: { path: '^(?:app|bin|lib|prisma|workers)/', pathNot: '^lib/(?:core|ui)/' },
    },
    {
      name: 'kits-stand-alone',
      comment: 'A kit could be published on its own.',
      severity: 'error',
      from: { path: KIT, pathNot: TEST },
      to: {
        path: [
          '^(?:app|bin|prisma|workers)/',
          '^lib/(?:core|features|server|ui)/',
          '^node_modules/(?:next|react|react-dom|next-auth|prisma|@prisma/[^/]+)/',
        ],
      },
    },
    {
      name: 'kits-use-few-kits',
      severity: 'error',
      from: {
        path: '^lib/(eve|messaging)/([^/]+)/',
        pathNot: [TEST, ...Object.keys(KIT_PAIRS).map(kitPath)],
      },
      to: { path: KIT, pathNot: '^lib/$1/$2/' },
    },
    ...Object.entries(KIT_PAIRS).map(([kit, others]) => ({
      name: `kits-use-few-kits-${kit.replace('/', '-')}`,
      severity: 'error',
      from: { path: kitPath(kit), pathNot: TEST },
      to: { path: KIT, pathNot: [kit, ...others].map(kitPath) },
    })),
    ...Object.entries(SIGNAL_FIRE).map(([kit, others]) => ({
      name: `signal-fire-${kit}-uses-few-kits`,
      severity: 'error',
      from: { path: kitPath(`messaging/signal-fire/${kit}`), pathNot: TEST },
      to: {
        path: KIT,
        pathNot: [`signal-fire/${kit}`, 'signal-fire/protocol', ...others].map((each) =>
          kitPath(`messaging/${each}`),
        ),
      },
    })),
    {
      name: 'kits-have-doors',
      comment: 'From outside, a kit is its index.ts (browser.ts where it has a browser half).',
      severity: 'error',
      from: { pathNot: [KIT, TEST] },
      to: { path: `${KIT}[^/]+/`, pathNot: DOOR },
    },
    {
      name: 'kits-have-doors-for-kits-too',
      severity: 'error',
      from: { path: '^lib/(eve|messaging)/([^/]+)/', pathNot: TEST },
      to: {
        path: `${KIT}[^/]+/`,
        pathNot: ['^lib/$1/$2/', DOOR],
      },
    },
    {
      name: 'signal-fire-has-doors-inside',
      severity: 'error',
      from: { path: '^lib/messaging/signal-fire/([^/]+)/', pathNot: TEST },
      to: {
        path: '^lib/messaging/signal-fire/[^/]+/',
        pathNot: ['^lib/messaging/signal-fire/$1/', DOOR],
      },
    },
    {
      name: 'features-know-no-other-feature',
      comment: 'The page, the worker or an event joins two.',
      severity: 'error',
      from: { path: '^lib/features/([^/]+)/', pathNot: TEST },
      to: { path: '^lib/features/', pathNot: '^lib/features/$1/' },
    },
    {
      name: 'server-knows-no-feature',
      severity: 'error',
      from: { path: '^lib/server/', pathNot: TEST },
      to: { path: '^lib/(?:features|ui)/' },
    },
    {
      name: 'features-draw-nothing',
      severity: 'error',
      from: { path: '^lib/features/', pathNot: TEST },
      to: { path: '^lib/ui/' },
    },
    {
      name: 'client-components-take-schema-and-queries',
      comment:
        'From a feature, code for the browser takes schema.ts and queries.ts alone; of EVE, esi-browser.',
      severity: 'error',
      from: { path: listClientComponents() },
      to: {
        path: ['^lib/(?:features|server)/', KIT],
        pathNot: [
          '^lib/features/[^/]+/(?:schema|queries)[.]ts$',
          EVE_IN_BROWSER,
          '^lib/messaging/[^/]+/browser[.]ts$',
          '^lib/messaging/signal-fire/(?:client|connect|peer)/index[.]ts$',
        ],
      },
    },
    {
      name: 'schema-and-queries-run-anywhere',
      severity: 'error',
      from: { path: '^lib/features/[^/]+/(?:schema|queries)[.]ts$' },
      to: {
        pathNot: [
          '^lib/core/',
          '^lib/features/[^/]+/(?:schema|queries)[.]ts$',
          EVE_IN_BROWSER,
          '^node_modules/(?:zod|@tanstack/react-query|@tanstack/query-core)/',
        ],
      },
    },
    {
      name: 'lib-knows-no-process',
      severity: 'error',
      from: { path: '^lib/', pathNot: TEST },
      to: { path: '^(?:app|bin|workers)/' },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'everything-is-there',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'production-needs-no-test-tools',
      severity: 'error',
      from: { path: '^(?:app|lib|workers)/', pathNot: TEST },
      to: { dependencyTypes: ['npm-dev'] },
    },
  ],
  options: {
    doNotFollow: { path: ['^node_modules/', '^lib/server/generated/'] },
    exclude: {
      path: ['^[.]next/', '^[.]data/', '^bench/peers/', '/node_modules/.*/node_modules/'],
    },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      conditionNames: ['import', 'node', 'types', 'default'],
      exportsFields: ['exports'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json'],
    },
  },
};

function kitPath(kit) {
  return `^lib/${kit}/`;
}

/** Files that begin with 'use client': which they are, no path tells. */
function listClientComponents() {
  const found = ['app', 'lib'].flatMap((folder) => listFiles(folder)).filter(isClientComponent);
  // An empty list would be no condition at all.
  return found.length > 0
    ? found.map((path) => `^${escapeText(path)}$`)
    : ['^no-client-components$'];
}

function isClientComponent(path) {
  return (
    /\.tsx?$/.test(path) &&
    /^\s*(?:\/\*[\s\S]*?\*\/\s*)?['"]use client['"]/.test(readFileSync(path, 'utf8'))
  );
}

function listFiles(folder) {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath ?? entry.path, entry.name));
  } catch {
    return [];
  }
}

function escapeText(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
