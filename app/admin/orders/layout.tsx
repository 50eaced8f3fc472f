import type { ReactNode } from 'react';
import { requireRole } from '#lib/server/session.ts';

/** Turns others away before anything of the page is sent. */
export default async function OrdersLayout({ children }: { children: ReactNode }) {
  await requireRole('viewer', '/admin/orders');
  return children;
}
