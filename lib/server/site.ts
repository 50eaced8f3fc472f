/**
 * Which universe this database belongs to. Stamped by the first start, never changed.
 *
 * @module
 */
import type { Container } from './container.ts';
import type { Mode } from './env.ts';

/** The database belongs to another universe, or to none yet. The message is for the operator. */
export class SiteError extends Error {
  override readonly name = 'SiteError';
  readonly code: 'not-prepared' | 'other-mode';

  constructor(code: SiteError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/**
 * Stamp an empty database with the mode; refuse one that is stamped with another.
 *
 * @throws {SiteError} For a database of another mode.
 */
export async function stampSite({ db, env }: Pick<Container, 'db' | 'env'>): Promise<void> {
  // On conflict nothing: of two first starts at once, one stamps and both check.
  await db.$executeRaw`
    insert into site (id, mode) values (1, ${env.AGEIRA_MODE}) on conflict (id) do nothing`;
  await requireSite({ db, env });
}

/**
 * Refuse to run on a database of another universe. Every process calls this first.
 *
 * @throws {SiteError}
 */
export async function requireSite({ db, env }: Pick<Container, 'db' | 'env'>): Promise<void> {
  const site = await db.site.findUnique({ where: { id: 1 }, select: { mode: true } });
  if (!site) {
    throw new SiteError(
      'not-prepared',
      'This database is not prepared yet. Run "npm start", or the seed.',
    );
  }
  if (site.mode !== env.AGEIRA_MODE) {
    throw new SiteError('other-mode', describeMismatch(site.mode, env.AGEIRA_MODE));
  }
}

function describeMismatch(stamped: string, mode: Mode): string {
  return (
    `This database belongs to ${stamped}, and the process was started for ${mode}. ` +
    'Sandbox data and real data are never mixed: give it another DATABASE_URL.'
  );
}
