import * as z from 'zod';
import { INBOX_ROOM, quoteRoom } from '#lib/core/live/room-names.ts';
import type { QuoteNews } from '#lib/core/live/rooms.ts';
import type { OutboxEvent } from '#lib/server/outbox.ts';

const movedSchema = z.object({ state: z.string() });
/** What stands in the inbox, among the orders, or on a quote's page. */
const SHOWN: ReadonlySet<string> = new Set(['quote', 'contract', 'settlement', 'stock']);

/** What an event means to those who watch: nothing that not everybody may know goes along. */
export function toQuoteNews({ entity, version, payload }: OutboxEvent): QuoteNews {
  if (entity !== 'quote') return {};
  const { data } = movedSchema.safeParse(payload);
  return { version, ...data };
}

const endedSchema = z.object({ accountId: z.string() });

/** Whose sessions may be over, or open less than before; null for nobody's. */
export function accountOf({ entity, entityId, payload }: OutboxEvent): string | null {
  if (entity === 'account') return entityId;
  if (entity !== 'session') return null;
  return endedSchema.safeParse(payload).data?.accountId ?? null;
}

/** Where an event is told. */
export function roomsOf({ entity, codes }: OutboxEvent): string[] {
  if (!SHOWN.has(entity)) return [];
  return [...codes.map(quoteRoom), INBOX_ROOM];
}
