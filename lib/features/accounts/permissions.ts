/**
 * What each permission is, in the words that a pilot is asked with.
 *
 * @module
 */
import { PURPOSES } from './purposes.ts';
import type { GrantedPurpose } from './schema.ts';

export type Permission = {
  readonly name: string;
  /** What it is for, and when it is used. */
  readonly why: string;
};

export const PERMISSIONS: Record<GrantedPurpose, Permission> = {
  contracts: {
    name: 'Read contracts',
    why: 'Finds the contracts that pilots send to you and your corporation, every few minutes.',
  },
  window: {
    name: 'Open windows in game',
    why: 'Opens a contract in your client with one press in the inbox, and at no other time.',
  },
  check: {
    name: 'Check my contracts',
    why: 'Reads your own contracts when you press “Check with my character” on a quote, and at no other time.',
  },
  wallet: {
    name: 'Tell what you can pay',
    why: 'Reads your wallet, or your corporation’s master wallet, every few minutes, and shows everybody who sells to you what it holds beyond the quotes that are open.',
  },
};

/** What EVE lets a site do by each scope, as we would say it to a pilot. */
const SCOPES: Readonly<Record<string, string>> = {
  'esi-contracts.read_character_contracts.v1': 'Read the contracts of this character',
  'esi-contracts.read_corporation_contracts.v1': 'Read the contracts of its corporation',
  'esi-characters.read_corporation_roles.v1':
    'See which roles it has in its corporation: they decide which contracts EVE shows',
  'esi-wallet.read_character_wallet.v1': 'See how much ISK this character has',
  'esi-wallet.read_corporation_wallets.v1': 'See how much ISK its corporation has',
  'esi-ui.open_window.v1': 'Open a window in its running game client',
};

export type AskedScope = {
  /** As EVE's own page lists it. */
  readonly scope: string;
  readonly words: string;
};

/** What EVE will be asked for, each with what it means. */
export function askedScopes(purpose: GrantedPurpose): AskedScope[] {
  return PURPOSES[purpose].scopes.map((scope) => ({ scope, words: SCOPES[scope] ?? scope }));
}
