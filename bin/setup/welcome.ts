import type { Variables } from './environment.ts';

/** What a person reads once the site is up: where it is, how to sign in, what to try. */
export function describeSite(settings: Variables): string {
  const site = settings.PUBLIC_URL ?? '';
  if (settings.AGEIRA_MODE !== 'sandbox') {
    return `\nAgeira Trade is running: ${site}\n\nCtrl-C stops it.`;
  }
  return `
Ageira Trade is running:  ${site}
The game (sandbox):       http://localhost:${settings.SANDBOX_PORT}

Sign in   No password: EVE's sign-in page lets you choose a pilot.
          Maren Tessidari is the trader and owns the site; the others sell.
Try       1. Paste some ore on the first page, such as "Veldspar 10000", and get a quote.
          2. Make the contract as Ilya Torvanen in the game, from the quote's code.
          3. Watch the quote page find it. As Maren, open ${site}/admin/inbox and accept it in the game.

Everything runs on this machine alone. Data and logs are in .data. Ctrl-C stops it.`;
}
