import type { Movement, World } from '../store/world.ts';
import { addIsk } from './holdings.ts';

const KEPT_MS = 30 * 86_400_000;
/** A journal reaches back 30 days; a universe that is busier than this forgets sooner. */
const KEPT_MOVEMENTS = 10_000;

/** A payment as it is ordered; the id comes with it. */
export type Payment = Omit<Movement, 'id' | 'at' | 'contractId' | 'trade'> &
  Partial<Pick<Movement, 'contractId' | 'trade'>>;

/**
 * Moves ISK between two wallets and remembers it. Nothing happens for nothing.
 *
 * The caller has checked that it is there. People and corporations of the crowd have no wallet.
 */
export function pay(world: World, payment: Payment, now: Date): void {
  const { fromId, toId, cents } = payment;
  if (cents === 0n) return;
  if (String(fromId) in world.wallets) addIsk(world, fromId, -cents);
  if (String(toId) in world.wallets) addIsk(world, toId, cents);
  world.movements.push({
    contractId: null,
    trade: null,
    ...payment,
    id: world.nextRecordId,
    at: now.toISOString(),
  });
  world.nextRecordId += 1;
  forget(world, now);
}

function forget(world: World, now: Date): void {
  const oldest = new Date(now.getTime() - KEPT_MS).toISOString();
  const [first] = world.movements;
  const isOld = first !== undefined && first.at < oldest;
  if (!isOld && world.movements.length <= KEPT_MOVEMENTS) return;
  world.movements = world.movements.slice(-KEPT_MOVEMENTS).filter(({ at }) => at >= oldest);
}
