import { expect, test } from 'vitest';
import { explainDamage } from './explain-damage.mjs';

/** As Node.js 20, tsx and Next print them. */
test.each([
  [
    'a file that is cut short',
    "/srv/my site/node_modules/pg/lib/client.js:413\n  // if we're connected\n     \n\nSyntaxError: Unexpected end of input\n    at wrapSafe (node:internal/modules/cjs/loader:1464:18)",
    'pg',
  ],
  [
    'the same where tsx reads it',
    'Error: Transform failed with 1 error:\n/srv/my site/node_modules/next/dist/server/next.js:198:0: ERROR: Unexpected end of file',
    'next',
  ],
  [
    'a package.json that is cut short',
    'Error [ERR_INVALID_PACKAGE_CONFIG]: Invalid package config /srv/my site/node_modules/@prisma/client/package.json while importing "x" from /srv/a.ts.',
    '@prisma/client',
  ],
  [
    'a file that is gone',
    "Error: Cannot find package '/srv/my site/node_modules/ioredis/built/index.js' imported from /srv/a.ts",
    'ioredis',
  ],
  [
    'a package that is gone',
    "Error: Cannot find package '@prisma/adapter-pg' imported from /srv/a.ts",
    '@prisma/adapter-pg',
  ],
])('%s is told with the name of its package', (_, text, name) => {
  expect(explainDamage(text)).toMatch(
    new RegExp(`^The package ${name} in node_modules is damaged.*start again\\.$`),
  );
});

test.each([
  "Error: Cannot find module '/srv/lib/server/nowhere.ts' imported from /srv/bin/web.ts",
  "Error: Cannot find package '#lib/nowhere.ts'",
  'TypeError: x is not a function\n    at run (/srv/node_modules/next/dist/a.js:1:2)',
  'lib/core/isk.ts:3:1: ERROR: Unexpected end of file',
])('a fault of our own is no damage: %s', (text) => {
  expect(explainDamage(text)).toBeUndefined();
});
