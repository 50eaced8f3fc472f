import type { Metadata } from 'next';
import { listOrders } from '#lib/features/orders/list-orders.ts';
import { getContainer } from '#lib/server/container.ts';
import { requireRole } from '#lib/server/session.ts';
import { OrdersView } from './_parts/orders-view.tsx';

export const metadata: Metadata = { title: 'Orders' };

export default async function OrdersPage() {
  await requireRole('viewer', '/admin/orders');
  return <OrdersView initialOrders={await listOrders(getContainer())} />;
}
