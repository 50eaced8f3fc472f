import type { BUDGETS } from '#lib/server/request-limits.ts';
import { type AccessSite, PEOPLE, type Who } from '#tests/support/access-site.ts';
import type { Answer } from '../ask.ts';
import type { Input } from '../call-action.ts';

export type Cells = Readonly<Record<Who, string>>;

export type PageRow = {
  readonly file: string;
  readonly path: (site: AccessSite) => string;
  readonly cells: Cells;
  /** Holds what is not everybody's: asked for in every disguise. */
  readonly isProtected?: true;
};

export type RouteRow = {
  readonly file: string;
  readonly method: 'GET' | 'POST';
  readonly path: (site: AccessSite) => string;
  readonly type?: 'application/json' | 'application/x-www-form-urlencoded';
  readonly body?: (site: AccessSite) => string;
  /** What is compared beside the status. */
  readonly reads?: (answer: Answer) => string;
  /** Ends the caller's session, so that it needs another one afterwards. */
  readonly endsSession?: true;
  /** What the question alone says, or a file: nothing is looked up. */
  readonly needsNoDatabase?: true;
  readonly cells: Cells;
};

/** Columns in the order of PEOPLE: nobody guest blocked · member other exManager · viewer trader manager owner. */
export function cells(text: string): Cells {
  const words = text.split(/[\s·]+/);
  const [only] = words;
  if (words.length !== 1 && words.length !== PEOPLE.length) throw new RangeError(text);
  const cell = (index: number) => (words.length === 1 ? only : words[index]) ?? '';
  // Every name of PEOPLE, so all of the record.
  return Object.fromEntries(PEOPLE.map((who, index) => [who, cell(index)])) as Record<Who, string>;
}

export const EVERYBODY = cells('200');

export type ActionRow = {
  readonly file: string;
  readonly name: string;
  /** Of what the cells are, where one action has several rows. */
  readonly about: string;
  /** The page that the browser would be at. */
  readonly page: (site: AccessSite) => string;
  /** What the action is called with: a form after the state before it, or one value. */
  readonly call: (site: AccessSite, who: Who) => Promise<Input>;
  /** What has changed in the database since `call`; `none` for those who may not. */
  readonly changed: (site: AccessSite, who: Who) => Promise<boolean>;
  readonly endsSession?: true;
  /** What each call takes of; absent where calling it again does nothing more. */
  readonly budget?: keyof typeof BUDGETS;
  readonly cells: Cells;
};
