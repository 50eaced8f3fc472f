import { partyName, sandboxPilots } from '../presets.ts';
import { escapeHtml, layout } from './html.ts';

/** What each scope lets the site do, in words; others are shown by their name. */
const SCOPE_WORDS: Readonly<Record<string, string>> = {
  publicData: 'See public information about the character',
  'esi-contracts.read_character_contracts.v1': 'Read the character’s contracts',
  'esi-contracts.read_corporation_contracts.v1': 'Read the corporation’s contracts',
  'esi-ui.open_window.v1': 'Open windows in the game client',
  'esi-mail.send_mail.v1': 'Send EVE mail in the character’s name',
};

/** The chooser: one button a pilot; pressing it is the consent. */
export function authorizePage({
  query,
  scopes,
}: {
  query: URLSearchParams;
  scopes: readonly string[];
}): string {
  const kept = [...query]
    .filter(([name]) => name !== 'character')
    .map(
      ([name, value]) =>
        `<input type="hidden" name="${escapeHtml(name)}" value="${escapeHtml(value)}">`,
    )
    .join('\n');
  const pilots = sandboxPilots
    .map(
      ({ characterId, name, corporationId, part }) => `<li>
<button class="pilot" name="character" value="${characterId}" aria-label="Sign in as ${escapeHtml(name)}">
<img src="/images/characters/${characterId}/portrait?size=64" alt="" width="40" height="40">
<span><b>${escapeHtml(name)}</b><small>${escapeHtml(part)}, ${escapeHtml(partyName(corporationId))}</small></span>
</button></li>`,
    )
    .join('\n');
  const asked =
    scopes.length === 0
      ? '<p>It asks for nothing but who you are.</p>'
      : `<ul class="scopes">${scopes
          .map(
            (scope) =>
              `<li>${escapeHtml(SCOPE_WORDS[scope] ?? scope)} <code>${escapeHtml(scope)}</code></li>`,
          )
          .join('\n')}</ul>`;
  return layout({
    title: 'Choose a character',
    content: `<section class="panel narrow">
<h1>Choose a character</h1>
<p>This plays EVE’s sign-in. There are no passwords: be whom you like.</p>
<form method="get" action="/sso/v2/oauth/authorize">
${kept}
<ul class="pilots">
${pilots}
</ul>
<button name="decline" value="1">Cancel</button>
</form>
<h2>The site asks for</h2>
${asked}
</section>`,
  });
}

export function authorizeProblemPage(sentence: string): string {
  return layout({
    title: 'Sign-in refused',
    content: `<section class="panel narrow"><h1>Sign-in refused</h1><p>${escapeHtml(sentence)}</p></section>`,
  });
}
