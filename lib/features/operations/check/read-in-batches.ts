import type pg from 'pg';

const BATCH = 500;

/** Read a long answer row by row, within the transaction that is open. */
export async function* readInBatches<Row extends pg.QueryResultRow>(
  client: pg.ClientBase,
  sql: string,
): AsyncGenerator<Row> {
  await client.query(`declare long_answer no scroll cursor for ${sql}`);
  for (;;) {
    const { rows } = await client.query<Row>(`fetch ${BATCH} from long_answer`);
    yield* rows;
    if (rows.length < BATCH) break;
  }
  await client.query('close long_answer');
}
