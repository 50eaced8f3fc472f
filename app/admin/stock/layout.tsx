import type { ReactNode } from 'react';
import { requireRole } from '#lib/server/session.ts';

/** Turns others away before anything of the page is sent. */
export default async function StockLayout({ children }: { children: ReactNode }) {
  await requireRole('viewer', '/admin/stock');
  return children;
}
