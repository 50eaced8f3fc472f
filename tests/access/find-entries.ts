import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const METHOD = /^export (?:const|(?:async )?function) (GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS)\b/gm;
const ACTION = /^export (?:async function|const) (\w+)/gm;

export type Entries = {
  readonly pages: readonly string[];
  /** `METHOD file` */
  readonly routes: readonly string[];
  /** `file#name` */
  readonly actions: readonly string[];
};

/** Every page, route method and server action of the app, as its files have them. */
export function findEntries(root: string): Entries {
  const files = ['app', 'lib'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map(({ parentPath, name }) => join(parentPath, name).slice(root.length).replace(/^\//, '')),
  );
  const sources = files.map((file) => ({ file, text: readFileSync(join(root, file), 'utf8') }));
  return {
    pages: files.filter((file) => /(?:^|\/)page\.tsx?$/.test(file)).toSorted(),
    routes: sources
      .filter(({ file }) => /(?:^|\/)route\.tsx?$/.test(file))
      .flatMap(({ file, text }) => namesIn(text, METHOD).map((method) => `${method} ${file}`))
      .toSorted(),
    actions: sources
      .filter(({ text }) => /^\s*['"]use server['"]/m.test(text))
      .flatMap(({ file, text }) => namesIn(text, ACTION).map((name) => `${file}#${name}`))
      .toSorted(),
  };
}

function namesIn(text: string, pattern: RegExp): string[] {
  return [...text.matchAll(pattern)].map(([, name = '']) => name);
}
