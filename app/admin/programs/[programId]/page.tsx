import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import * as z from 'zod';
import { AdminHead } from '#app/admin/_parts/admin-head.tsx';
import { getProgram } from '#lib/features/programs/list-programs.ts';
import { listProgramChoices } from '#lib/features/programs/program-choices.ts';
import { readExample } from '#lib/features/programs/read-example.ts';
import { listRules } from '#lib/features/rules/list-rules.ts';
import { getContainer } from '#lib/server/container.ts';
import { requireRole } from '#lib/server/session.ts';
import { hasRole } from '#lib/server/viewer.ts';
import { ProgramForm } from './_parts/program-form.tsx';
import { RulesSection } from './_parts/rules/rules-section.tsx';

export const metadata: Metadata = { title: 'Program' };

type Props = { readonly params: Promise<{ programId: string }> };

export default async function ProgramPage({ params }: Props) {
  const { programId } = await params;
  const viewer = await requireRole('viewer', `/admin/programs/${programId}`);
  const container = getContainer();
  const program = z.uuid().safeParse(programId).success
    ? await getProgram(container, programId)
    : null;
  if (!program) notFound();

  const [choices, rules] = await Promise.all([
    listProgramChoices(container, program),
    listRules(container, programId),
  ]);
  const example = await readExample(container, choices.hubs);

  const isReadOnly = !hasRole(viewer, 'manager');

  return (
    <>
      <AdminHead
        title={program.name}
        note={
          <Link href="/admin/programs" className="link">
            all programs
          </Link>
        }
      />
      <main id="main" className="min-h-0 flex-1 desk:overflow-auto">
        <ProgramForm
          program={program}
          choices={choices}
          example={example}
          isReadOnly={isReadOnly}
          typist={viewer.accountId}
          now={container.clock()}
        />
        <RulesSection
          program={program}
          rules={rules}
          hubs={choices.hubs}
          now={container.clock()}
          isReadOnly={isReadOnly}
        />
      </main>
    </>
  );
}
