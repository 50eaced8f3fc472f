import type { Metadata } from 'next';
import { listInbox } from '#lib/features/contracts/list-inbox.ts';
import { getContainer } from '#lib/server/container.ts';
import { requireRole } from '#lib/server/session.ts';
import { hasRole } from '#lib/server/viewer.ts';
import { InboxView } from './_parts/inbox-view.tsx';

export const metadata: Metadata = { title: 'Inbox' };

export default async function InboxPage() {
  const viewer = await requireRole('viewer', '/admin/inbox');
  const inbox = await listInbox(getContainer());

  return <InboxView initialInbox={inbox} canAct={hasRole(viewer, 'trader')} />;
}
