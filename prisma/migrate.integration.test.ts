import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { describe, expect, test } from 'vitest';
import { createTestDatabase } from '#tests/support/services.ts';
import { deploy, diff, status } from './migrate.ts';

describe('the migrations', () => {
  test('bring a database to exactly what schema.prisma says', async () => {
    await using database = await createTestDatabase();

    expect(await diff(database.url)).toBe('');
  });

  test('are applied once, also when two processes start together', async () => {
    await using database = await createTestDatabase({ template: 'empty' });

    const applied = await Promise.all([deploy(database.url), deploy(database.url)]);

    expect(applied.flat()).toEqual(expect.arrayContaining([expect.stringMatching(/_initial$/)]));
    expect(applied.filter((names) => names.length > 0)).toHaveLength(1);
    expect(await status(database.url)).toEqual([]);
  });

  test('are reported as missing by status before they are applied', async () => {
    await using database = await createTestDatabase({ template: 'empty' });

    expect(await status(database.url)).toContainEqual(
      expect.stringMatching(/_initial is not applied yet/),
    );
  });
});

const CHANGES_OF_AUDIT = [
  'UPDATE audit_event SET action = $$x$$',
  'DELETE FROM audit_event',
  'TRUNCATE audit_event',
];

describe('the rules of the database', () => {
  test.each(CHANGES_OF_AUDIT)('refuse to change the audit: %s', async (statement) => {
    await using db = await connect();
    await db.query(
      `INSERT INTO audit_event (entity, entity_id, version, action, at, hash)
         VALUES ('quote', 'q1', 1, 'made', now(), '\\x00')`,
    );

    await expect(db.query(statement)).rejects.toThrow('audit_event is append-only');
  });

  test('leave the site no right to change the audit, with its triggers off too', async () => {
    await using admin = await connect();
    await using database = await createTestDatabase({ template: 'empty' });
    const name = new URL(database.url).pathname.slice(1);
    const role = `site_${randomUUID().replaceAll('-', '')}`;
    const url = new URL(database.url);
    url.username = role;
    url.password = 'of-a-test';
    await admin.query(`CREATE ROLE ${role} LOGIN PASSWORD 'of-a-test'`);
    await admin.query(`ALTER DATABASE ${name} OWNER TO ${role}`);
    try {
      await deploy(url.href);
      await using site = await connect(url.href);
      await site.query('ALTER TABLE audit_event DISABLE TRIGGER USER');
      for (const statement of CHANGES_OF_AUDIT) {
        await expect(site.query(statement)).rejects.toThrow('permission denied');
      }
      await expect(site.query('SELECT FROM audit_event')).resolves.toMatchObject({ rowCount: 0 });
    } finally {
      await database[Symbol.asyncDispose]();
      await admin.query(`DROP ROLE ${role}`);
    }
  });

  test('refuse a settlement without two ledger entries that sum to zero', async () => {
    await using db = await connect();
    const quoteId = await insertQuote(db, 1_000n);

    await expect(settle(db, quoteId, 500n, [])).rejects.toThrow('not two that sum to zero');
    await expect(settle(db, quoteId, 500n, [500n, -400n])).rejects.toThrow('sum to 100');
    await expect(settle(db, quoteId, 500n, [500n])).rejects.toThrow('has 1 ledger entries');
    await expect(settle(db, quoteId, 500n, [500n, -500n])).resolves.toBeUndefined();
  });

  test('refuse settlements that come to more than the quote', async () => {
    await using db = await connect();
    const quoteId = await insertQuote(db, 1_000n);
    await settle(db, quoteId, 600n, [600n, -600n]);

    await expect(settle(db, quoteId, 401n, [401n, -401n])).rejects.toThrow('come to 1001');
    await expect(settle(db, quoteId, 400n, [400n, -400n])).resolves.toBeUndefined();
  });

  test('refuse them also when two transactions settle at the same moment', async () => {
    await using db = await connect();
    await using other = await connect(db.url);
    const quoteId = await insertQuote(db, 1_000n);

    const outcomes = await Promise.allSettled([
      settle(db, quoteId, 600n, [600n, -600n]),
      settle(other, quoteId, 600n, [600n, -600n]),
    ]);

    expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  test.each([
    ['a second site', `INSERT INTO site (id, mode) VALUES (2, 'sandbox')`, 'site_is_one_row'],
    ['a negative total', `UPDATE quote SET total = -1`, 'quote_total_not_negative'],
    ['a version below one', `UPDATE quote SET version = 0`, 'quote_version_positive'],
  ])('refuse %s', async (_, statement, constraint) => {
    await using db = await connect();
    await insertQuote(db, 1_000n);

    await expect(db.query(statement)).rejects.toThrow(constraint);
  });
});

type Connection = pg.Client & AsyncDisposable & { url: string };

/** Connect to a database of one's own, or to the one given. */
async function connect(url?: string): Promise<Connection> {
  const database = url ? undefined : await createTestDatabase();
  const client = new pg.Client({ connectionString: url ?? database?.url });
  await client.connect();
  return Object.assign(client, {
    url: url ?? database?.url ?? '',
    async [Symbol.asyncDispose]() {
      await client.end();
      await database?.[Symbol.asyncDispose]();
    },
  });
}

async function insertQuote(db: pg.Client, total: bigint): Promise<string> {
  const programId = randomUUID();
  const quoteId = randomUUID();
  await db.query(
    `INSERT INTO program (id, name, side, code_prefix, assignee_id, assignee_kind, assignee_name,
       hub_id, basis_side, basis_statistic, rate_bp, lifetime_hours, updated_at)
     VALUES ($1, 'Ore', 'buys', 'AT', 1, 'corporation', 'Ageira', 1, 'buy', 'top5', 9200, 72, now())`,
    [programId],
  );
  await db.query(
    `INSERT INTO quote (id, code, program_id, side, total, line_sum, volume_m3, location_id, terms,
       created_at, expires_at)
     VALUES ($1, $2, $3, 'buys', $4, $4, 1, 60003760, '{}', now(), now())`,
    [quoteId, `AT-${quoteId.slice(0, 8)}`, programId, total],
  );
  return quoteId;
}

let nextContractId = 1;

async function settle(
  db: pg.Client,
  quoteId: string,
  amount: bigint,
  entries: readonly bigint[],
): Promise<void> {
  const settlementId = randomUUID();
  nextContractId += 1;
  await db.query('BEGIN');
  try {
    await db.query(
      `INSERT INTO settlement (id, quote_id, contract_id, part, amount, created_at)
       VALUES ($1, $2, $3::bigint, $3::bigint, $4, now())`,
      [settlementId, quoteId, nextContractId, amount],
    );
    for (const entry of entries) {
      await db.query(
        `INSERT INTO ledger_entry (id, settlement_id, party, amount, created_at)
         VALUES ($1, $2, 'trader:1', $3, now())`,
        [randomUUID(), settlementId, entry],
      );
    }
    await db.query('COMMIT');
  } catch (error) {
    await db.query('ROLLBACK');
    throw error;
  }
}
