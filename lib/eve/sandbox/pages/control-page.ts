import type { SandboxContext } from '../context.ts';
import { esiRoutes } from '../esi/routes.ts';
import { FAULT_GROUPS, faultTargets } from '../faults/schema.ts';
import { layout } from './html.ts';
import { optionGroups, options, pilotOptions, stationOptions } from './options.ts';

const TARGET_WORDS = { esi: 'ESI', sso: 'SSO', images: 'Images' } as const;
/** The roles that ESI's routes ask for. */
const ROLES = ['Director', 'Accountant', 'Junior_Accountant', 'Trader'];

/** Faults, cache windows, what pilots own and may do, what reached them, and starting over. */
export function controlPage({ staticData }: Pick<SandboxContext, 'staticData'>): string {
  return layout({
    title: 'Control',
    current: 'control',
    script: 'control.js',
    content: `<h1 class="visually-hidden">Control</h1>
<p id="notice" role="status"></p>
<div class="columns">
<div class="stack">
${faultsPanel()}
${windowsPanel()}
</div>
<div class="stack">
${inboxPanel()}
${ownPanel(staticData)}
${charactersPanel()}
${overPanel()}
</div>
</div>`,
  });
}

function faultsPanel(): string {
  const routes = [...new Set(esiRoutes.map(({ path }) => path))].toSorted();
  return `<section class="panel" aria-labelledby="faults-title">
<h2 id="faults-title">Faults</h2>
<p class="empty" id="faults-empty">No faults are set: everything works.</p>
<ol class="list steps" id="faults"></ol>
<form id="fault-form" autocomplete="off"><div class="fields">
<div><label for="target">Server</label><select id="target" name="target">${options(faultTargets.map((one) => [one, TARGET_WORDS[one]]))}</select></div>
<div><label for="kind">Fault</label><select id="kind" name="kind">${optionGroups(FAULT_GROUPS)}</select></div>
<div class="wide"><label for="route">Route</label><select id="route" name="route">${options([['', 'Everywhere'], ...routes.map((one) => [one, one] as const)])}</select></div>
<div><label for="percent">Percent of calls</label><input id="percent" name="percent" class="number" type="number" min="1" max="100" value="100"></div>
<div><label for="count">For how many calls</label><input id="count" name="count" class="number" type="number" min="1" placeholder="until cleared"></div>
<div><label for="delay">Delay of slow answers, ms</label><input id="delay" name="delay" class="number" type="number" min="0" max="120000" value="5000"></div>
<div><label for="skew">Wrong clock is ahead by, s</label><input id="skew" name="skew" class="number" type="number" min="-86400" max="86400" value="300"></div>
<div class="wide inline"><button class="primary" id="fault-add">Set fault</button><button type="button" id="fault-clear">Clear all faults</button></div>
<p class="wide meta">A call takes the first fault that fits it. With numbers of calls the list is a script: step after step, each gone when its calls are used up.</p>
</div></form>
<details><summary>As JSON</summary>
<form id="script-form" class="body" autocomplete="off">
<label for="script">Faults as JSON</label><textarea id="script" name="script" rows="8" spellcheck="false"></textarea>
<button id="script-save">Set all of these</button>
</form></details>
</section>`;
}

function windowsPanel(): string {
  return `<section class="panel" aria-labelledby="windows-title">
<h2 id="windows-title">Cache windows of ESI</h2>
<form id="window-form"><div class="fields">
<div><label for="contracts-s">Contracts, s</label><input id="contracts-s" name="contracts" class="number" type="number" min="1"></div>
<div><label for="items-s">Contract items, s</label><input id="items-s" name="items" class="number" type="number" min="1"></div>
<div><label for="orders-s">Market orders, s</label><input id="orders-s" name="orders" class="number" type="number" min="1"></div>
<div><label for="speed">Others, times faster</label><input id="speed" name="speed" class="number" type="number" min="1" max="3600"></div>
<div class="wide"><button id="window-save">Save windows</button></div>
<p class="wide meta">Others are as long as in EVE, divided by this: wallets 120 s, assets and journals an hour. What is daily ends at 11:05.</p>
</div></form>
</section>`;
}

function inboxPanel(): string {
  return `<section class="panel" aria-labelledby="mails-title">
<h2 id="mails-title">Mails sent through ESI</h2>
<p class="empty" id="mails-empty">Nobody has sent a mail.</p>
<ul class="list" id="mails"></ul>
<h2 id="client-title">Windows opened through ESI</h2>
<p class="empty" id="client-empty">No window has been opened.</p>
<ul class="list" id="client"></ul>
</section>`;
}

function ownPanel(staticData: SandboxContext['staticData']): string {
  return `<section class="panel" aria-labelledby="own-title">
<h2 id="own-title">Hangars and wallets</h2>
<form id="own-form" autocomplete="off"><div class="fields">
<div><label for="own-pilot">Pilot</label><select id="own-pilot" name="pilot">${pilotOptions()}</select></div>
<div><label for="own-station">Station</label><select id="own-station" name="station">${stationOptions(staticData)}</select></div>
<div><label for="own-item">Item</label><input id="own-item" name="item"></div>
<div class="inline"><div><label for="own-quantity">Quantity</label><input id="own-quantity" name="quantity" class="number" inputmode="numeric"></div><button id="hangar-save">Set hangar</button></div>
<div class="wide inline"><div><label for="own-balance">Balance, ISK</label><input id="own-balance" name="balance" class="number" inputmode="decimal"></div><button type="button" id="wallet-save">Set wallet</button></div>
</div></form>
</section>`;
}

function charactersPanel(): string {
  const boxes = ROLES.map(
    (role) =>
      `<label class="check"><input type="checkbox" name="role" value="${role}"> ${role.replace('_', ' ')}</label>`,
  );
  return `<section class="panel" aria-labelledby="characters-title">
<h2 id="characters-title">Tokens and roles</h2>
<form id="character-form" autocomplete="off"><div class="fields">
<div class="wide"><label for="character">Character</label><select id="character" name="character">${pilotOptions()}</select></div>
<fieldset><legend>Roles in the corporation</legend><div class="boxes">${boxes.join('')}</div></fieldset>
<div class="wide inline wrap"><button id="roles-save">Save roles</button><button type="button" id="revoke">Revoke tokens</button><button type="button" id="sell">Sell character</button></div>
<p class="wide meta">Revoked refresh tokens are dead at once, access tokens when they run out. A sold character has another owner hash too.</p>
<label class="check wide"><input type="checkbox" id="rotates"> Each refresh gives another refresh token, and kills the old one</label>
</div></form>
</section>`;
}

function overPanel(): string {
  return `<section class="panel" aria-labelledby="over-title">
<h2 id="over-title">Starting over</h2>
<div class="body fields">
<div class="wide"><button type="button" id="reset">Reset the universe</button></div>
<p class="wide meta">Contracts, hangars, wallets, mails and faults begin again; sign-ins stay, and ids go on counting.</p>
</div>
</section>`;
}
