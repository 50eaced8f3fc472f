import * as z from 'zod';
import type { ServedContract } from '#lib/features/operations/check/invariant.ts';

const listSchema = z.array(z.looseObject({ contract_id: z.int(), status: z.string() }));
const itemsSchema = z.array(
  z.looseObject({
    record_id: z.int(),
    type_id: z.int(),
    quantity: z.int(),
    is_included: z.boolean(),
  }),
);
const ITEMS_PATH = /\/contracts\/(\d+)\/items/;

/** What EVE has said of contracts, kept apart from whoever was told. */
export type ServedLog = {
  note(path: string, status: number, body: string): void;
  read(): ServedContract[];
};

export function createServedLog(): ServedLog {
  const statuses = new Map<number, string>();
  const items = new Map<number, z.output<typeof itemsSchema>>();
  return {
    note(path, status, body) {
      if (status !== 200 || !path.includes('/contracts')) return;
      const answer = parse(body);
      const [, contractId] = ITEMS_PATH.exec(path) ?? [];
      if (contractId === undefined) {
        for (const row of listSchema.safeParse(answer).data ?? []) {
          statuses.set(row.contract_id, row.status);
        }
        return;
      }
      const rows = itemsSchema.safeParse(answer);
      if (rows.success) items.set(Number(contractId), rows.data);
    },
    read: () =>
      [...statuses].map(([contractId, status]) => ({
        contractId,
        status,
        items:
          items.get(contractId)?.map((row) => ({
            recordId: row.record_id,
            typeId: row.type_id,
            quantity: row.quantity,
            isIncluded: row.is_included,
          })) ?? null,
      })),
  };
}

function parse(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
