import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Redis } from 'ioredis';
import pg from 'pg';
import * as z from 'zod';
import { open } from '#lib/server/crypto.ts';
import { takeSecrets } from '#tests/support/browser-secrets.ts';

const grantsSchema = z.object({ refreshTokens: z.array(z.object({ token: z.string() })) });
const tokenRowSchema = z.object({
  owner: z.string(),
  refresh: z.string(),
  access: z.string().nullable(),
});

/** Where a secret could have gone, as text. */
type Place = { readonly name: string; readonly text: string };

test('no secret of the site, of EVE or of a browser is in a table, in Redis or in a log', async () => {
  const database = new pg.Client({ connectionString: variable('STORY_DATABASE_URL') });
  await database.connect();
  const redis = new Redis(variable('STORY_REDIS_URL'));
  try {
    const browser = takeSecrets();
    const eve = [...(await openTokens(database)), ...readGrants()];
    const own = z.array(z.string()).parse(JSON.parse(variable('STORY_SECRETS')));
    expect(browser.length, 'browsers signed in').toBeGreaterThan(0);
    expect(eve.length, 'EVE gave tokens').toBeGreaterThan(0);
    expect(own.length).toBeGreaterThan(0);
    const secrets = [...browser, ...eve, ...own];

    const tables = await readTables(database);
    const keys = await readRedis(redis);
    const logs = readLogs();
    expect(findIn([...tables, ...keys, ...logs], secrets)).toEqual([]);

    // That the search would find them: what must be there is found, and so is what is planted.
    const hashes = browser.map((token) => createHash('sha256').update(token).digest('hex'));
    expect(findIn(tables, hashes).length, 'hashes of sessions').toBeGreaterThan(0);
    expect(keys.map(({ name }) => name).join(), 'jobs').toContain('contracts.poll-feed');
    const [planted = ''] = secrets;
    expect(findIn([{ name: 'web.log', text: `{"msg":"${planted}"}` }], secrets)).toHaveLength(1);
  } finally {
    redis.disconnect();
    await database.end();
  }
});

/** Names of the places only: a report must not spread what it is about. */
function findIn(places: readonly Place[], secrets: readonly string[]): string[] {
  return places
    .filter(({ text }) => secrets.some((secret) => text.includes(secret)))
    .map(({ name }) => name);
}

async function openTokens(database: pg.Client): Promise<string[]> {
  const { rows } = await database.query(
    `select character_id::text as owner, sealed_refresh_token as refresh, sealed_access_token as access
     from eve_token`,
  );
  const env = { TOKEN_KEYS: [readKey()] };
  return z
    .array(tokenRowSchema)
    .parse(rows)
    .flatMap(({ owner, refresh, access }) =>
      [refresh, access].flatMap((sealed) => (sealed ? [open({ env }, sealed, owner)] : [])),
    );
}

function readKey() {
  const [id = '', base64 = ''] = variable('STORY_TOKEN_KEY').split(':');
  return { id, key: new Uint8Array(Buffer.from(base64, 'base64')) };
}

function readGrants(): string[] {
  const world = readFileSync(join(variable('STORY_STATE_FOLDER'), 'world.json'), 'utf8');
  return grantsSchema.parse(JSON.parse(world)).refreshTokens.map(({ token }) => token);
}

async function readTables(database: pg.Client): Promise<Place[]> {
  const tables = await database.query<{ name: string }>(
    `select format('%I', tablename) as name from pg_tables where schemaname = 'public'`,
  );
  const places: Place[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await database.query<{ text: string | null }>(
      `select string_agg(row::text, e'\\n') as text from ${name} as row`,
    );
    places.push({ name: `table ${name}`, text: rows[0]?.text ?? '' });
  }
  return places;
}

async function readRedis(redis: Redis): Promise<Place[]> {
  const places: Place[] = [];
  for (const key of await redis.keys('*')) {
    places.push({
      name: `key ${key}`,
      text: `${key} ${JSON.stringify(await readKeyValue(redis, key))}`,
    });
  }
  return places;
}

async function readKeyValue(redis: Redis, key: string): Promise<unknown> {
  switch (await redis.type(key)) {
    case 'string':
      return redis.get(key);
    case 'hash':
      return redis.hgetall(key);
    case 'list':
      return redis.lrange(key, 0, -1);
    case 'set':
      return redis.smembers(key);
    case 'zset':
      return redis.zrange(key, 0, -1);
    case 'stream':
      return redis.xrange(key, '-', '+');
    default:
      return null;
  }
}

function readLogs(): Place[] {
  const folder = variable('STORY_LOG_FOLDER');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.log'))
    .map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));
}

function variable(name: string): string {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: use npm run test:e2e`);
  return value;
}
