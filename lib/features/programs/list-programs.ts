import type { Container } from '#lib/server/container.ts';
import { fromId } from '#lib/server/ids.ts';
import type { ProgramFilter } from '#lib/server/program-rows.ts';
import { readProgramTerms } from '#lib/server/program-terms.ts';
import type { Program } from './schema.ts';

/** Every program, open or closed, oldest first. */
export async function listPrograms(container: Container): Promise<Program[]> {
  return readPrograms(container, {});
}

/** One program; null when there is none of this id. */
export async function getProgram(container: Container, programId: string): Promise<Program | null> {
  const [program] = await readPrograms(container, { id: programId });
  return program ?? null;
}

async function readPrograms(container: Container, filter: ProgramFilter): Promise<Program[]> {
  const terms = await readProgramTerms(container, filter);
  const programIds = terms.map(({ programId }) => programId);
  const [rows, living, feeds] = await Promise.all([
    container.db.program.findMany({
      where: { id: { in: programIds } },
      select: { id: true, updatedAt: true },
    }),
    container.db.quote.groupBy({
      by: ['programId'],
      where: {
        programId: { in: programIds },
        state: { in: ['open', 'contracted', 'partly_completed'] },
      },
      _count: true,
    }),
    container.db.contractFeed.findMany({
      where: { isActive: true, ownerId: { in: terms.map(({ assigneeId }) => fromId(assigneeId)) } },
      select: { ownerId: true },
    }),
  ]);
  const updatedAt = new Map(rows.map((row) => [row.id, row.updatedAt]));
  const livingQuotes = new Map(living.map((row) => [row.programId, row._count]));
  const read = new Set(feeds.map(({ ownerId }) => ownerId));

  return terms.map((program) => ({
    ...program,
    updatedAt: updatedAt.get(program.programId) ?? container.clock(),
    livingQuotes: livingQuotes.get(program.programId) ?? 0,
    isAssigneeRead: read.has(fromId(program.assigneeId)),
  }));
}
