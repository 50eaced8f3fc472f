import { execFileSync } from 'node:child_process';
import { chownSync, closeSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';

export type SmallDisk = AsyncDisposable & {
  /** Leave no room on it. */
  fill(): void;
  /** Make room again. */
  free(): void;
};

const BYTES = 32 * 1024 * 1024;
const NAME = 'small_disk';

/** Whether this user may mount a disk on this machine: root may, where it is really root. */
export function mayMount(): boolean {
  const folder = mkdtempSync(join(tmpdir(), 'ageira-mount-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', folder], { stdio: 'ignore' });
    execFileSync('umount', [folder], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Put what grows with trade of one database, which is in nobody's use now, on a small disk. */
export async function moveToSmallDisk(databaseUrl: string): Promise<SmallDisk> {
  const folder = mkdtempSync(join(tmpdir(), 'ageira-disk-'));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query<{ folder: string }>(
    `select current_setting('data_directory') as folder`,
  );
  const { uid, gid } = statSync(rows[0]?.folder ?? '');
  const options = `size=${BYTES},mode=0700,uid=${uid},gid=${gid}`;
  execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  chownSync(folder, uid, gid);
  await client.query(`create tablespace ${NAME} location '${folder}'`);
  await client.query(MOVE);
  const filler = join(folder, 'filler');

  return {
    fill() {
      const file = openSync(filler, 'a');
      try {
        for (const size of [65_536, 4_096]) writeAll(file, Buffer.alloc(size));
      } finally {
        closeSync(file);
      }
    },
    free: () => rmSync(filler, { force: true }),
    async [Symbol.asyncDispose]() {
      rmSync(filler, { force: true });
      await client.query(MOVE.replaceAll(NAME, 'pg_default'));
      // Files that were moved away are given up at the next checkpoint.
      await client.query('checkpoint');
      await client.query(`drop tablespace ${NAME}`);
      await client.end();
      // A backend may still have a file of it open.
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const MOVE = `do $$ declare each record; begin
  for each in
    select relkind, relname from pg_class
    where relnamespace = 'public'::regnamespace and relkind in ('r', 'i')
      and (relname || '_') ~ '^(quote|contract|verdict|audit_event|settlement|ledger_entry|outbox)'
  loop
    execute format('alter %s %I set tablespace ${NAME}',
      case each.relkind when 'r' then 'table' else 'index' end, each.relname);
  end loop;
end $$`;

function writeAll(file: number, chunk: Buffer): void {
  try {
    for (;;) writeSync(file, chunk);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error;
  }
}
