import type { ReactNode } from 'react';
import { requireRole } from '#lib/server/session.ts';

/** Turns others away before anything of the page is sent, its skeleton included. */
export default async function ProgramsLayout({ children }: { children: ReactNode }) {
  await requireRole('viewer', '/admin/programs');
  return children;
}
