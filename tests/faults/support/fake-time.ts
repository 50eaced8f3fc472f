import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where Debian and its like keep libfaketime, below a folder named for the machine. */
const FOLDERS = ['/usr/lib', '/usr/lib64'];
const LIBRARY = 'faketime/libfaketimeMT.so.1';

export type FakeTime = Disposable & {
  /** What a process needs in its environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** Its clock is ahead of the machine's by this from now on. */
  set(aheadMs: number): void;
};

/** The library that tells a process another time than the machine's, or null without it. */
export function findFakeTime(): string | null {
  const places = FOLDERS.filter(existsSync).flatMap((folder) => [
    folder,
    ...readdirSync(folder).map((name) => join(folder, name)),
  ]);
  return places.map((place) => join(place, LIBRARY)).find(existsSync) ?? null;
}

export function createFakeTime(library: string): FakeTime {
  const folder = mkdtempSync(join(tmpdir(), 'ageira-time-'));
  const path = join(folder, 'ahead');
  const set = (aheadMs: number) => {
    const seconds = Math.round(aheadMs / 1_000);
    writeFileSync(path, `${seconds < 0 ? '' : '+'}${seconds}`);
  };
  set(0);
  return {
    variables: {
      LD_PRELOAD: library,
      FAKETIME_TIMESTAMP_FILE: path,
      FAKETIME_NO_CACHE: '1',
      // Timers go on as they do when somebody sets a machine's clock.
      FAKETIME_DONT_FAKE_MONOTONIC: '1',
    },
    set,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  };
}
