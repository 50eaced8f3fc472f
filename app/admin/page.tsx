import { redirect } from 'next/navigation';
import { requireRole } from '#lib/server/session.ts';

export default async function AdminPage() {
  await requireRole('viewer', '/admin/inbox');
  redirect('/admin/inbox');
}
