import { expect, test } from '@playwright/test';
import pg from 'pg';
import { checkInvariants } from '#lib/features/operations/check/check-invariants.ts';

test('whatever people did in the stories, all that must hold does', async () => {
  const client = new pg.Client({ connectionString: process.env.STORY_DATABASE_URL });
  await client.connect();
  try {
    const { invariants, looked } = await checkInvariants(client);
    expect(invariants.flatMap(({ breaches }) => breaches)).toEqual([]);
    expect(looked.settlement).toBeGreaterThan(0);
  } finally {
    await client.end();
  }
});
