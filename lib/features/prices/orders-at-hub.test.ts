import { describe, expect, test } from 'vitest';
import { toOrdersAtHub } from './orders-at-hub.ts';

const HUB = { locationId: 60003760, systemId: 30000142 };

describe('toOrdersAtHub', () => {
  test.each([
    { name: 'a sell order in the hub counts', order: 'sell hub same station', counts: true },
    { name: 'a sell order elsewhere does not', order: 'sell other same region', counts: false },
    { name: 'a buy order in the hub counts', order: 'buy hub same station', counts: true },
    {
      name: 'a buy order over the region reaches the hub',
      order: 'buy other far region',
      counts: true,
    },
    {
      name: 'one over its own system reaches the hub there',
      order: 'buy other same solarsystem',
      counts: true,
    },
    { name: 'one over another system does not', order: 'buy other far solarsystem', counts: false },
    { name: 'jumps from the same system reach it', order: 'buy other same 5', counts: true },
    { name: 'jumps from elsewhere are not guessed', order: 'buy other far 40', counts: false },
    {
      name: 'a buy order for another station does not',
      order: 'buy other same station',
      counts: false,
    },
  ])('$name', ({ order, counts }) => {
    expect(toOrdersAtHub([read(order)], HUB)).toHaveLength(counts ? 1 : 0);
  });

  test('prices become hundredths of ISK', () => {
    const order = { ...read('buy hub same station'), price: 603_999_999.999_999_9 };
    expect(toOrdersAtHub([order], HUB)[0]?.priceIsk).toBe(60_400_000_000n);
  });
});

/** Read `'buy other far region'`: side, place, system, range. */
function read(text: string) {
  const [side, place, system, range = ''] = text.split(' ');
  return {
    order_id: 1,
    type_id: 34,
    location_id: place === 'hub' ? HUB.locationId : 60000001,
    system_id: system === 'same' ? HUB.systemId : 30000001,
    is_buy_order: side === 'buy',
    price: 5,
    volume_remain: 10,
    volume_total: 10,
    min_volume: 1,
    duration: 90,
    issued: '2026-11-22T00:00:00Z',
    range,
  };
}
