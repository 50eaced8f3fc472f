import { describe, expect, test } from 'vitest';
import { matchContract } from './match-contract.ts';
import { BUGS_OF_OTHERS } from './testing/cases/bugs-of-others.ts';
import { ALT, PILOT, scene } from './testing/scene.ts';

describe.each(Object.entries(BUGS_OF_OTHERS))('not as in %s', (_tool, bugs) => {
  test.each(bugs)('%s', (_what, change, verdict, code) => {
    const result = matchContract(scene({ program: { issuerIds: [PILOT, ALT] }, ...change }));

    expect(result.findings.map((finding) => finding.code)).toContain(code);
    expect(result.verdict).toBe(verdict);
  });
});
