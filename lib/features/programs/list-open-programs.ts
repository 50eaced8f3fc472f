import type { ProgramTerms } from '#lib/core/program/terms.ts';
import type { Container } from '#lib/server/container.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';

/** The offers that take quotes now, oldest first. */
export async function listOpenPrograms(container: Container): Promise<ProgramTerms[]> {
  return readProgramTerms(container, { isOpen: true });
}
