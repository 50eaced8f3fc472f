import type { Metadata } from 'next';
import { listPrograms } from '#lib/features/programs/list-programs.ts';
import { getContainer } from '#lib/server/container.ts';
import { requireRole } from '#lib/server/session.ts';
import { Empty } from '#lib/ui/primitives/empty.tsx';
import { AdminHead } from '../_parts/admin-head.tsx';
import { ProgramsTable } from './_parts/programs-table.tsx';

export const metadata: Metadata = { title: 'Programs' };

export default async function ProgramsPage() {
  await requireRole('viewer', '/admin/programs');
  const programs = await listPrograms(getContainer());

  return (
    <>
      <AdminHead title="Programs" note="what you buy, where and at what price" />
      <main id="main" className="min-h-0 flex-1 desk:overflow-auto">
        {programs.length === 0 ? (
          <Empty>
            There is no program yet. The seed makes the first: run it with the owner’s character id
            in OWNER_CHARACTER_IDS.
          </Empty>
        ) : (
          <ProgramsTable programs={programs} />
        )}
      </main>
    </>
  );
}
