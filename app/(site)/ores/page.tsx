import type { Metadata } from 'next';
import { readOreView } from '#lib/core/ores/ore-view.ts';
import { getOreTable } from '#lib/features/ores/get-ore-table.ts';
import { getContainer } from '#lib/server/container.ts';
import { PageMain } from '../_parts/page-main.tsx';
import { OrePage } from './_parts/ore-page.tsx';

export const metadata: Metadata = {
  title: 'Ores — Ageira Trade',
  description:
    'Every ore, ice, moon ore and gas of EVE Online: what it refines to, and what it is worth raw, compressed and refined at your own skills.',
};

/** What each ore is worth raw, compressed and refined. What the visitor chose stands in the address. */
export default async function Page({ searchParams }: PageProps<'/ores'>) {
  const { hub } = await searchParams;
  const { hubId } = readOreView(new URLSearchParams(typeof hub === 'string' ? { hub } : {}));
  const table = await getOreTable(getContainer(), hubId);

  return (
    <PageMain>
      <OrePage table={table} />
    </PageMain>
  );
}
