import { expect, test } from 'vitest';
import { askedScopes } from './permissions.ts';
import { grantedPurposeSchema } from './schema.ts';

test.each(grantedPurposeSchema.options)(
  'all that EVE is asked for by %s is told in plain words',
  (purpose) => {
    const asked = askedScopes(purpose);
    expect(asked.length).toBeGreaterThan(0);
    for (const { scope, words } of asked) {
      expect(words, scope).toMatch(/^[A-Z][a-z]+ /);
      expect(words).not.toContain(scope);
    }
  },
);
