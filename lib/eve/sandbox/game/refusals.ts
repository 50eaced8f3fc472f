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
  'not-acceptor': 'Only its acceptor can finish this contract.',
} as const;

export type GameRefusal = keyof typeof gameRefusals;

export type GameOutcome =
  | { readonly ok: true; readonly contractId: number }
  | { readonly ok: false; readonly reason: GameRefusal };

export function refused(reason: GameRefusal): GameOutcome {
  return { ok: false, reason };
}
