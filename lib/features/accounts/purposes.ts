import type { TokenPurpose } from '#lib/server/eve-tokens.ts';
import type { Role } from '#lib/server/viewer.ts';
import type { Purpose } from './schema.ts';

type Grant = {
  /** What is asked of EVE. Without any scope EVE gives no refresh token. */
  readonly scopes: readonly string[];
  /** Who may grant it: a member's token would only lie about. */
  readonly role: Role;
  /** Under what the grant is kept; null when only the identity counts. */
  readonly token: TokenPurpose | null;
};

/** What each purpose asks for, and of whom. */
export const PURPOSES: Record<Purpose, Grant> = {
  'sign-in': { scopes: ['publicData'], role: 'member', token: null },
  contracts: {
    scopes: [
      'esi-contracts.read_character_contracts.v1',
      'esi-contracts.read_corporation_contracts.v1',
      'esi-characters.read_corporation_roles.v1',
    ],
    role: 'trader',
    token: 'contracts',
  },
  window: { scopes: ['esi-ui.open_window.v1'], role: 'trader', token: 'window' },
  check: {
    scopes: ['esi-contracts.read_character_contracts.v1'],
    role: 'member',
    token: 'check',
  },
  wallet: {
    scopes: ['esi-wallet.read_character_wallet.v1', 'esi-wallet.read_corporation_wallets.v1'],
    role: 'owner',
    token: 'wallet',
  },
};
