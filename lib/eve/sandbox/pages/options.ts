import type { StaticData } from '#lib/eve/static-data/index.ts';
import {
  partyName,
  sandboxAlliances,
  sandboxCorporations,
  sandboxPilots,
  sandboxStations,
} from '../presets.ts';
import { escapeHtml } from './html.ts';

/** `<option>`s of `[value, label]`; the first value that equals `chosen` is selected. */
export function options(
  list: readonly (readonly [string | number, string])[],
  chosen?: string | number,
): string {
  return list
    .map(([value, label]) => {
      const selected = String(value) === String(chosen) ? ' selected' : '';
      return `<option value="${escapeHtml(String(value))}"${selected}>${escapeHtml(label)}</option>`;
    })
    .join('');
}

/** Groups of `<option>`s. */
export function optionGroups(
  groups: Readonly<Record<string, Readonly<Record<string, string>>>>,
): string {
  return Object.entries(groups)
    .map(
      ([label, list]) =>
        `<optgroup label="${escapeHtml(label)}">${options(Object.entries(list))}</optgroup>`,
    )
    .join('');
}

export function pilotOptions(chosen?: number): string {
  return options(
    sandboxPilots.map(({ characterId, name }) => [characterId, name]),
    chosen,
  );
}

/** Who a contract can be made out to: corporations first, since traders usually ask for theirs. */
export function receiverOptions(): string {
  return options([
    ...sandboxCorporations.map(({ corporationId, name }) => [corporationId, name] as const),
    ...sandboxPilots.map(
      ({ characterId, name, corporationId }) =>
        [characterId, `${name} (${partyName(corporationId)})`] as const,
    ),
    ...sandboxAlliances.map(({ allianceId, name }) => [allianceId, `${name} (alliance)`] as const),
    [0, 'Public (everyone)'],
  ]);
}

export function stationOptions(staticData: StaticData): string {
  return options(
    sandboxStations.map(({ stationId }) => [
      stationId,
      staticData.station(stationId)?.name ?? `#${stationId}`,
    ]),
  );
}
