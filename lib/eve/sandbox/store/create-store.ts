import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import * as z from 'zod';
import { SandboxStateError } from '../errors.ts';
import { type World, worldSchema } from './world.ts';

const FILE_NAME = 'world.json';

/** The world in memory and its copy on disk. */
export type Store = {
  /** The living world; change it in place, then `await save()`. */
  readonly world: World;
  /** Resolves once everything changed before the call is on disk: what was answered is kept. */
  save(): Promise<void>;
  /** Replaces the world's contents in place; ids go on counting. */
  replace(next: World): Promise<void>;
  close(): Promise<void>;
};

/**
 * Read the world from a folder, or begin one.
 *
 * The file is replaced by rename after an fsync, so that a process killed at any moment leaves the
 * old state or the new one. Changes that arrive during a write share the next one.
 *
 * @param folder Where the state lives; null keeps it in memory only.
 * @throws {SandboxStateError} When the file is not a world of this version.
 */
export async function createStore(folder: string | null, begin: () => World): Promise<Store> {
  const file = folder === null ? null : join(folder, FILE_NAME);
  if (folder !== null) await mkdir(folder, { recursive: true, mode: 0o700 });
  const kept = file === null ? null : await readWorld(file);
  const world = kept === null ? begin() : tidy(kept, begin());

  let running: Promise<void> | null = null;
  let queued: Promise<void> | null = null;

  const write = (): Promise<void> => {
    if (file === null) return Promise.resolve();
    const written = writeAtomically(file, toText(world)).finally(() => {
      if (running === written) running = null;
    });
    running = written;
    return written;
  };

  const save = (): Promise<void> => {
    if (queued !== null) return queued;
    if (running === null) return write();
    // A write that has begun may have missed this change; one more serves all who wait.
    queued = running
      .catch(() => {})
      .then(() => {
        queued = null;
        return write();
      });
    return queued;
  };

  if (kept === null) await save();

  return {
    world,
    save,
    replace: (next) => {
      Object.assign(world, next, {
        nextContractId: Math.max(world.nextContractId, next.nextContractId),
        nextRecordId: Math.max(world.nextRecordId, next.nextRecordId),
      });
      return save();
    },
    close: () => save(),
  };
}

async function readWorld(file: string): Promise<World | null> {
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return null;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new SandboxStateError(file, 'it is not JSON', { cause: error });
  }
  const parsed = worldSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  throw new SandboxStateError(file, z.prettifyError(parsed.error));
}

const DAY_MS = 86_400_000;
const KEPT_CONTRACTS_DAYS = 90;

// Owners that came after the file was written get what they begin with; what nobody can see any
// more is let go, so that the file stays small.
function tidy(kept: World, begun: World): World {
  const oldest = Date.parse(begun.beganAt) - KEPT_CONTRACTS_DAYS * DAY_MS;
  return {
    ...kept,
    wallets: { ...begun.wallets, ...kept.wallets },
    hangars: { ...begun.hangars, ...kept.hangars },
    contracts: kept.contracts.filter(
      ({ status, issuedAt }) => status === 'in_progress' || Date.parse(issuedAt) > oldest,
    ),
  };
}

async function writeAtomically(file: string, text: string): Promise<void> {
  const draft = `${file}.${process.pid}.draft`;
  try {
    const handle = await open(draft, 'w', 0o600);
    try {
      await handle.writeFile(text);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
}

function toText(world: World): string {
  return JSON.stringify(world, (_key, value: unknown) =>
    typeof value === 'bigint' ? value.toString() : value,
  );
}
