import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '#tests/support/services.ts';
import { GUARDS_SQL } from './guard-probes.ts';

/** After a migration that makes or changes a rule: run this file with `-u`, and look at what changed. */
test('the guards that the check asks for are those that the migrations make', async () => {
  await using database = await createTestDatabase();
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    const { rows } = await client.query<{ id: string; definition: string }>(
      `select id, definition from (${GUARDS_SQL}) guard order by id collate "C"`,
    );
    const guards = Object.fromEntries(rows.map(({ id, definition }) => [id, definition]));
    await expect(`${JSON.stringify(guards, null, 2)}\n`).toMatchFileSnapshot('./guards.json');
  } finally {
    await client.end();
  }
});
