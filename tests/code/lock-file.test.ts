import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.object({
      resolved: z.string().optional(),
      integrity: z.string().optional(),
      link: z.boolean().optional(),
      inBundle: z.boolean().optional(),
      optional: z.boolean().optional(),
    }),
  ),
});

test('every package comes from the registry, and is what it was when it was chosen', () => {
  const lock = lockSchema.parse(JSON.parse(readFileSync('package-lock.json', 'utf8')));
  const { '': _own, ...packages } = lock.packages;

  expect(Object.keys(packages).length).toBeGreaterThan(100);
  for (const [name, { resolved, integrity, link, inBundle, optional }] of Object.entries(
    packages,
  )) {
    expect.soft(link, name).toBeUndefined();
    // What comes inside another package is covered by that one's; what is for another machine alone
    // was never fetched by the one that wrote the file.
    if (!inBundle && !optional) expect.soft(integrity, name).toMatch(/^sha512-/);
    if (resolved) expect.soft(resolved, name).toMatch(/^https:\/\/registry\.npmjs\.org\//);
  }
});
