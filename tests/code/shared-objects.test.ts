import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { listSources } from './collect-patterns.ts';

/**
 * Next loads the modules of pages and those of routes apart. What both reach over `globalThis` was made
 * by one of them: its classes, and those of the errors it throws, are unknown to the other. So nothing
 * goes there that throws errors of ours, and these are all that do go there.
 */
const SHARED = [
  // Connections. The clients of EVE are made by each side.
  'lib/server/container.ts',
  // Plain values.
  'lib/server/request-notes.ts',
  // Names and numbers, and functions over them.
  'lib/server/static-data.ts',
];

/** Of a browser's own they read what there is, and put nothing there. */
const IN_BROWSER =
  /^lib\/(?:eve\/esi-browser|messaging\/luce\/client|messaging\/signal-fire\/(?:client|connect|peer|protocol))\//;

test('what pages and routes share is put there in known places', () => {
  const sharing = listSources('lib')
    .concat(listSources('app'), listSources('workers'))
    .filter((path) => !IN_BROWSER.test(path))
    .filter((path) => /\bglobalThis\b|\bglobal\.|Symbol\.for\(/.test(readFileSync(path, 'utf8')));
  expect(sharing.toSorted()).toEqual(SHARED);
});

test('errors of a connection, which is shared, are known by their codes and not by their class', () => {
  const byClass = listSources('lib')
    .concat(listSources('app'), listSources('workers'))
    .filter((path) =>
      /instanceof\s+(?:Prisma\.|PrismaClient|pg\.|DatabaseError|DriverAdapterError|ReplyError|AbortError)/.test(
        readFileSync(path, 'utf8'),
      ),
    );
  expect(byClass).toEqual([]);
});
