import type { SandboxContext } from '../context.ts';
import { esiRoutes } from '../esi/routes.ts';
import { faultKinds, faultTargets } from '../faults/schema.ts';
import { layout } from './html.ts';
import { options, pilotOptions, stationOptions } from './options.ts';

const KIND_WORDS: Readonly<Record<string, string>> = {
  '420': '420 error limit',
  '429': '429 too many requests',
  '500': '500 internal error',
  '502': '502 bad gateway',
  '503': '503 not available',
  '504': '504 in HTML',
  '520': '520 throttled',
  slow: 'slow answer',
  cut: 'cut in the middle',
  html: 'HTML with 200',
  downtime: 'downtime',
};
const TARGET_WORDS = { esi: 'ESI', sso: 'SSO', images: 'Images' } as const;

/** Faults, cache windows, what pilots own, and starting over. */
export function controlPage({ staticData }: Pick<SandboxContext, 'staticData'>): string {
  const routes = [...new Set(esiRoutes.map(({ path }) => path))];
  return layout({
    title: 'Control',
    current: 'control',
    script: 'control.js',
    content: `<h1 class="visually-hidden">Control</h1>
<p id="notice" role="status"></p>
<div class="columns">
<section class="panel" aria-labelledby="faults-title">
<h2 id="faults-title">Faults</h2>
<p class="empty" id="faults-empty">No faults are set: everything works.</p>
<ul class="list" id="faults"></ul>
<form id="fault-form" autocomplete="off"><div class="fields">
<div><label for="target">Server</label><select id="target" name="target">${options(faultTargets.map((one) => [one, TARGET_WORDS[one]]))}</select></div>
<div><label for="kind">Fault</label><select id="kind" name="kind">${options(faultKinds.map((one) => [one, KIND_WORDS[one] ?? one]))}</select></div>
<div class="wide"><label for="route">Route</label><select id="route" name="route">${options([['', 'Everywhere'], ...routes.map((one) => [one, one] as const)])}</select></div>
<div><label for="percent">Percent of calls</label><input id="percent" name="percent" class="number" type="number" min="1" max="100" value="100"></div>
<div><label for="delay">Delay of slow answers, ms</label><input id="delay" name="delay" class="number" type="number" min="0" max="120000" value="5000"></div>
<div class="wide inline"><button class="primary" id="fault-add">Set fault</button><button type="button" id="fault-clear">Clear all faults</button></div>
</div></form>
</section>
<div class="stack">
<section class="panel" aria-labelledby="windows-title">
<h2 id="windows-title">Cache windows of ESI</h2>
<form id="window-form"><div class="fields">
<div><label for="contracts-s">Contracts, s</label><input id="contracts-s" name="contracts" class="number" type="number" min="1"></div>
<div><label for="items-s">Contract items, s</label><input id="items-s" name="items" class="number" type="number" min="1"></div>
<div><label for="orders-s">Market orders, s</label><input id="orders-s" name="orders" class="number" type="number" min="1"></div>
<div class="inline"><button id="window-save">Save windows</button></div>
</div></form>
</section>
<section class="panel" aria-labelledby="own-title">
<h2 id="own-title">Hangars and wallets</h2>
<form id="own-form" autocomplete="off"><div class="fields">
<div><label for="own-pilot">Pilot</label><select id="own-pilot" name="pilot">${pilotOptions()}</select></div>
<div><label for="own-station">Station</label><select id="own-station" name="station">${stationOptions(staticData)}</select></div>
<div><label for="own-item">Item</label><input id="own-item" name="item"></div>
<div class="inline"><div><label for="own-quantity">Quantity</label><input id="own-quantity" name="quantity" class="number" inputmode="numeric"></div><button id="hangar-save">Set hangar</button></div>
<div class="wide inline"><div><label for="own-balance">Balance, ISK</label><input id="own-balance" name="balance" class="number" inputmode="decimal"></div><button type="button" id="wallet-save">Set wallet</button></div>
</div></form>
</section>
<section class="panel" aria-labelledby="over-title">
<h2 id="over-title">Starting over</h2>
<div class="body fields">
<div class="wide inline"><div><label for="sell-pilot">Character to sell</label><select id="sell-pilot">${pilotOptions()}</select></div><button type="button" id="sell">Sell character</button></div>
<p class="wide meta">A sold character has another owner hash, and its refresh tokens are dead.</p>
<div class="wide"><button type="button" id="reset">Reset the universe</button></div>
<p class="wide meta">Contracts, hangars, wallets and faults begin again; sign-ins stay, and ids go on counting.</p>
</div>
</section>
</div>
</div>`,
  });
}
