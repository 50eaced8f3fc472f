const OLDEST = '2020-01-01';
/** The API's day turns at 11:00 UTC. */
const DAY_OFFSET_MS = 11 * 3_600_000;

export type CompatibilityDate =
  | { readonly ok: true; readonly date: string }
  | { readonly ok: false; readonly error: string };

/** Read what the caller asked for; nothing means the oldest behaviour. */
export function readCompatibilityDate(asked: string | null, now: Date): CompatibilityDate {
  if (asked === null) return { ok: true, date: OLDEST };
  const isDate = /^\d{4}-\d{2}-\d{2}$/.test(asked) && !Number.isNaN(Date.parse(asked));
  if (!isDate) return { ok: false, error: 'X-Compatibility-Date must be a date: YYYY-MM-DD' };
  const today = new Date(now.getTime() - DAY_OFFSET_MS).toISOString().slice(0, 10);
  if (asked > today) return { ok: false, error: 'X-Compatibility-Date is in the future' };
  if (asked < OLDEST) return { ok: false, error: `X-Compatibility-Date is before ${OLDEST}` };
  return { ok: true, date: asked };
}

/** The variant of a route that answers a caller of this date. */
export function variantDate(asked: string, shapeDate: string | undefined): string {
  return shapeDate !== undefined && asked >= shapeDate ? shapeDate : OLDEST;
}
