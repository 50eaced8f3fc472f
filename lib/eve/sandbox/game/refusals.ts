/** Why the game says no, and what it says. */
export const gameRefusals = {
  'unknown-pilot': 'This pilot does not live in the sandbox.',
  'unknown-station': 'There is no such station.',
  'unknown-type': 'There is no such item.',
  'no-items': 'A contract needs at least one item.',
  'courier-requests': 'A courier contract cannot ask for items.',
  'not-in-hangar': 'These goods are not in the hangar at this station.',
  'no-funds': 'There is not enough ISK in the wallet.',
  'to-self': 'A contract cannot be assigned to its own issuer.',
  'no-contract': 'There is no such contract.',
  'not-outstanding': 'This contract is not outstanding any more.',
  'not-in-progress': 'This contract is not in progress.',
  'ran-out': 'This contract has expired.',
  'not-assignee': 'This contract is for somebody else.',
  'own-contract': 'A contract cannot be accepted by its own issuer.',
  'not-issuer': 'Only its issuer can delete a contract.',
  'no-auction': 'Bids are for auctions only.',
  'no-buyout': 'This auction cannot be bought out.',
  'auction-requests': 'An auction cannot ask for items.',
  'bid-too-low': 'The bid must be higher than the last one, and not below the starting price.',
  'no-order': 'No order in the book would take this trade.',
  'not-acceptor': 'Only its acceptor can finish this contract.',
} as const;

export type GameRefusal = keyof typeof gameRefusals;

export type GameOutcome =
  | { readonly ok: true; readonly contractId: number }
  | { readonly ok: false; readonly reason: GameRefusal };

export function refused(reason: GameRefusal): Extract<GameOutcome, { ok: false }> {
  return { ok: false, reason };
}
