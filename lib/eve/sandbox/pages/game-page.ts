import type { SandboxContext } from '../context.ts';
import { findPilot, sandboxPilots } from '../presets.ts';
import { escapeHtml, layout } from './html.ts';
import { options, pilotOptions, receiverOptions, stationOptions } from './options.ts';

const EXPIRATIONS = [
  [1, '1 day'],
  [3, '3 days'],
  [7, '1 week'],
  [14, '2 weeks'],
  [28, '4 weeks'],
] as const;
const DEFAULT_EXPIRATION_DAYS = 14;
/** The first miner: most who come here want to sell. */
const DEFAULT_PILOT = sandboxPilots[1]?.characterId;

/** The game client. `?pilot=<id>&quote=<code>` opens it as that pilot, the quote filled in. */
export function gamePage(
  { staticData, store }: Pick<SandboxContext, 'staticData' | 'store'>,
  query: URLSearchParams,
): string {
  const pilot = findPilot(Number(query.get('pilot')))?.characterId ?? DEFAULT_PILOT;
  const seconds = Math.ceil(store.world.cacheWindows.contractsMs / 1_000);
  return layout({
    title: 'Game client',
    current: 'game',
    script: 'game.js',
    content: `<h1 class="visually-hidden">Game client</h1>
<div class="who">
<img id="portrait" src="/images/characters/${pilot}/portrait?size=64" alt="" width="40" height="40">
<div><label for="pilot">Pilot</label><select id="pilot">${pilotOptions(pilot)}</select></div>
<div><span class="meta">Wallet, ISK</span><div class="figure" id="wallet">…</div></div>
<p class="meta" id="part"></p>
</div>
<p id="notice" role="status"></p>
<div class="columns">
<section class="panel" aria-labelledby="create-title">
<h2 id="create-title">Create contract</h2>
<form id="quote-form" class="quote">
<div class="inline"><div><label for="code">Quote code</label>
<input id="code" autocomplete="off" spellcheck="false" placeholder="AT-7K3M-9QX2" value="${escapeHtml(query.get('quote') ?? '')}"></div>
<button id="quote-fill">Fill in</button></div>
</form>
<form id="contract-form" autocomplete="off" novalidate>
<div class="fields">
<div><label for="type">Contract type</label><select id="type" name="type">${options([
      ['item_exchange', 'Item Exchange'],
      ['courier', 'Courier'],
      ['auction', 'Auction'],
    ])}</select></div>
<div><label for="expiration">Expiration</label><select id="expiration" name="expiration">${options(EXPIRATIONS, DEFAULT_EXPIRATION_DAYS)}</select></div>
<div class="wide"><label for="receiver">Receiver</label><select id="receiver" name="receiver">${receiverOptions()}</select></div>
<div class="wide"><label for="station">Station</label><select id="station" name="station">${stationOptions(staticData)}</select></div>
<div class="wide" id="destination-field"><label for="destination">Destination</label><select id="destination" name="destination">${stationOptions(staticData)}</select></div>
<fieldset><legend>Items</legend>
<p class="meta" id="items-empty">Nothing yet.</p>
<table class="items"><tbody id="items"></tbody></table>
</fieldset>
<div class="wide"><label for="item-name">Item to add</label><input id="item-name" list="item-names" placeholder="Veldspar"><datalist id="item-names"></datalist></div>
<div><label for="item-quantity">Quantity to add</label><input id="item-quantity" class="number" inputmode="numeric"></div>
<div class="inline"><div><label for="item-direction">Direction to add</label><select id="item-direction">${options(
      [
        ['give', 'I give'],
        ['ask', 'I ask for'],
      ],
    )}</select></div>
<button type="button" id="item-add">Add item</button></div>
<div><label for="price">I will receive, ISK</label><input id="price" name="price" class="number" inputmode="decimal" value="0"></div>
<div><label for="reward">I will pay, ISK</label><input id="reward" name="reward" class="number" inputmode="decimal" value="0"></div>
<div><label for="collateral">Collateral, ISK</label><input id="collateral" name="collateral" class="number" inputmode="decimal" value="0"></div>
<div id="buyout-field"><label for="buyout">Buyout, ISK</label><input id="buyout" name="buyout" class="number" inputmode="decimal" value="0"></div>
<div><label for="title">Description</label><input id="title" name="title" maxlength="100"></div>
<label class="check wide"><input type="checkbox" name="corporation"> On behalf of my corporation</label>
<label class="check wide"><input type="checkbox" name="fill" checked> Fill the hangar with what is missing</label>
<div class="wide"><button class="primary" id="create">Create contract</button></div>
</div>
</form>
</section>
<div class="stack">
<section class="panel" aria-labelledby="contracts-title">
<h2 id="contracts-title">My contracts</h2>
<p class="empty" id="contracts-empty">This pilot has no contracts. Make one, or play another pilot.</p>
<div class="scroll" tabindex="0" role="group" aria-labelledby="contracts-title">
<table id="contracts-table" hidden><caption class="visually-hidden">My contracts</caption>
<thead><tr><th scope="col">Description</th><th scope="col">From</th><th scope="col">Goods</th><th scope="col" class="number">Price, ISK</th><th scope="col">State</th><th scope="col"><span class="visually-hidden">Actions</span></th></tr></thead>
<tbody id="contracts"></tbody></table>
</div>
</section>
<section class="panel" aria-labelledby="opened-title">
<h2 id="opened-title">Opened by the site</h2>
<p class="empty" id="opened-empty">When the site says “Open in game”, the contract shows here.</p>
<ul class="list" id="opened"></ul>
</section>
<p class="meta">Contracts show in ESI within ${seconds} s here; in the real universe it takes up to five minutes.</p>
</div>
</div>`,
  });
}
