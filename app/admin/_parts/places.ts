import { Boxes, Inbox, type LucideIcon, ShoppingCart, SlidersHorizontal } from 'lucide-react';

export type AdminPlace = {
  readonly href: '/admin/inbox' | '/admin/orders' | '/admin/stock' | '/admin/programs';
  readonly name: string;
  readonly icon: LucideIcon;
};

/** Where staff can go, in the order of how often they do. */
export const ADMIN_PLACES: readonly AdminPlace[] = [
  { href: '/admin/inbox', name: 'Inbox', icon: Inbox },
  { href: '/admin/orders', name: 'Orders', icon: ShoppingCart },
  { href: '/admin/stock', name: 'Stock', icon: Boxes },
  { href: '/admin/programs', name: 'Programs', icon: SlidersHorizontal },
];
