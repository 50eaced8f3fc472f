/** The scopes that the sandbox's application is registered for: those of the trading routes. */
export const sandboxScopes: readonly string[] = [
  'publicData',
  'esi-contracts.read_character_contracts.v1',
  'esi-contracts.read_corporation_contracts.v1',
  'esi-ui.open_window.v1',
  'esi-markets.structure_markets.v1',
  'esi-markets.read_character_orders.v1',
  'esi-markets.read_corporation_orders.v1',
  'esi-universe.read_structures.v1',
  'esi-mail.send_mail.v1',
  'esi-characters.read_corporation_roles.v1',
  'esi-corporations.read_corporation_membership.v1',
  'esi-assets.read_assets.v1',
  'esi-assets.read_corporation_assets.v1',
  'esi-wallet.read_character_wallet.v1',
  'esi-wallet.read_corporation_wallets.v1',
];
