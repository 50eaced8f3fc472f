import type { StaticData } from '#lib/eve/static-data/index.ts';
import type { Markets } from '../markets/create-markets.ts';
import { marketRegions } from '../markets/hubs.ts';
import { between, unitOf } from '../markets/random.ts';
import type { Movement } from '../store/world.ts';
import { strangerFor } from './strangers.ts';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 30;
const FIRST_ID = 4_000_000_000;
/** The trader trades all day, so that there is more than one page of it. */
const MINUTES_BETWEEN = new Map([[9000000000001, 15]]);
const USUAL_MINUTES_BETWEEN = 12 * 60;
const GOODS = [34, 35, 36, 37, 38, 39, 40, 1230, 62516, 16274];
const SALES_TAX_BP = 337n;

/**
 * What an owner traded on the market before the universe began, oldest first: made from owner and
 * time alone, so that nothing of it is stored. It ends where the stored payments begin, and is
 * forgotten after 30 days like those.
 */
export function pastTrades(
  {
    staticData,
    markets,
  }: { readonly staticData: StaticData; readonly markets: Pick<Markets, 'valueIskOf'> },
  ownerId: number,
  beganAt: Date,
  now: Date,
): Movement[] {
  const everyMs = (MINUTES_BETWEEN.get(ownerId) ?? USUAL_MINUTES_BETWEEN) * 60_000;
  const first = Math.ceil((now.getTime() - KEPT_DAYS * DAY_MS) / everyMs);
  const last = Math.ceil(beganAt.getTime() / everyMs) - 1;
  const station = marketRegions[0]?.stationId ?? 0;
  const movements: Movement[] = [];
  for (let slot = first; slot <= last; slot += 1) {
    // Owners end in different digits; 32 of them share a slot's ids.
    const owner = (ownerId % 10) + (ownerId > 9_100_000_000_000 ? 10 : 0);
    const id = FIRST_ID + (slot % 10_000_000) * 64 + owner * 2;
    const seed = [owner, slot] as const;
    const typeId = GOODS[Math.floor(unitOf(...seed, 61) * GOODS.length)] ?? 34;
    if (!staticData.type(typeId)) continue;
    const isBuy = unitOf(...seed, 62) < 0.5;
    const valueIsk = markets.valueIskOf(typeId) ?? 1;
    const unitCents = BigInt(
      Math.max(1, Math.round(valueIsk * between(0.96, 1.04, ...seed, 63) * 100)),
    );
    const quantity = Math.round(between(10, 50_000, ...seed, 64));
    const cents = unitCents * BigInt(quantity);
    const otherId = strangerFor(id).characterId;
    const at = new Date(Math.floor((slot * everyMs) / 1_000) * 1_000).toISOString();
    const trade = { typeId, quantity, unitCents, locationId: station };
    const [fromId, toId] = isBuy ? [ownerId, otherId] : [otherId, ownerId];
    movements.push({ id, at, kind: 'market-trade', fromId, toId, cents, contractId: null, trade });
    if (isBuy) continue;
    const taxCents = (cents * SALES_TAX_BP) / 10_000n;
    const tax = { fromId: ownerId, toId: 0, cents: taxCents, contractId: null, trade };
    movements.push({ id: id + 1, at, kind: 'sales-tax', ...tax });
  }
  return movements;
}
