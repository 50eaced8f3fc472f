import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import { BIGINT_TYPES } from './bigint-types.ts';
import type { Container } from './container.ts';
import { Prisma } from './generated/prisma/client.ts';
import { retryConflicts } from './transact.ts';

/** A transaction by SQL alone. Every one of Prisma's is such a one, too. */
export type SqlTx = {
  /** BIGINT comes as a bigint, JSON as what it holds. */
  $queryRaw<T = unknown>(
    query: TemplateStringsArray | Prisma.Sql,
    ...values: unknown[]
  ): Promise<T>;
  /** @returns How many rows were written. */
  $executeRaw(query: TemplateStringsArray | Prisma.Sql, ...values: unknown[]): Promise<number>;
};

export type TransactSqlOptions = {
  /** Further tries after the first. Default 5. */
  readonly retries?: number;
  /** For all statements of one try together. Default 15,000. */
  readonly timeoutMs?: number;
};

const TIMEOUT_MS = 15_000;

/**
 * As `transact`, for transactions that write or read many rows: their statements go to the driver as
 * they are. Prisma would write the values of each as JSON and read them again, which for a million of
 * them costs more than the database does.
 */
export async function transactSql<T>(
  { pool }: Pick<Container, 'pool'>,
  run: (tx: SqlTx) => Promise<T>,
  { retries = 5, timeoutMs = TIMEOUT_MS }: TransactSqlOptions = {},
): Promise<T> {
  return retryConflicts(retries, async () => {
    const client = await pool.connect();
    try {
      await client.query('begin');
      const result = await run(createSqlTx(client, performance.now() + timeoutMs));
      const { command } = await client.query('commit');
      // So PostgreSQL answers when a statement has failed, whoever has caught its error.
      if (command !== 'COMMIT') throw new Error('The transaction had failed and was taken back');
      client.release();
      return result;
    } catch (error) {
      await client.query('rollback').then(
        () => client.release(),
        // It cannot say whether it is still within the transaction: never lend it again.
        (cause: Error) => client.release(cause),
      );
      throw error;
    }
  });
}

function createSqlTx(client: pg.PoolClient, deadlineMs: number): SqlTx {
  const query = (asked: TemplateStringsArray | Prisma.Sql, values: readonly unknown[]) => {
    if (performance.now() > deadlineMs) throw new Error('The transaction took too long');
    const { text, values: given } = 'raw' in asked ? Prisma.sql(asked, ...values) : asked;
    return client.query({ text, values: given, types: BIGINT_TYPES });
  };
  return {
    // What a statement gives is for its writer to say, as with Prisma.
    $queryRaw: async <T>(asked: TemplateStringsArray | Prisma.Sql, ...values: unknown[]) =>
      (await query(asked, values)).rows as T,
    $executeRaw: async (asked, ...values) => (await query(asked, values)).rowCount ?? 0,
  };
}
