'use client';

import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { itemFactsQuery } from '#lib/features/market/queries.ts';
import type { ItemFacts, MarketItem } from '#lib/features/market/schema.ts';
import { KeyValues } from '#lib/ui/primitives/key-values.tsx';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Skeleton } from '#lib/ui/primitives/skeleton.tsx';
import { formatUnits, formatVolume } from '#lib/ui/trade/format-numbers.ts';
import { useEsi } from './market-live.tsx';

/** What it is: what we know at once, and what EVE tells this browser below. */
export function FactsPanel({ item }: { item: MarketItem }) {
  const { data, error, isFetching, refetch } = useQuery(itemFactsQuery(useEsi(), item.typeId));
  const facts = data?.data;

  return (
    <Panel aria-labelledby="facts" aria-busy={isFetching}>
      <PanelHead id="facts" title="Facts" />
      <PanelBody className="grid gap-3">
        <KeyValues rows={[...ownRows(item), ...esiRows(facts, error !== null)]} />
        {facts ? (
          facts.paragraphs.length > 0 && (
            <div className="grid max-w-[68ch] gap-2 border-line-soft border-t pt-3 text-ink-2">
              {facts.paragraphs.map((text, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes its order
                <p key={index}>{text}</p>
              ))}
            </div>
          )
        ) : error ? (
          <p role="alert" className="border-line-soft border-t pt-3 text-meta">
            Mass and description did not come from EVE.{' '}
            <button
              type="button"
              onClick={() => void refetch()}
              aria-disabled={isFetching}
              className="link min-h-6 max-desk:min-h-10"
            >
              {isFetching ? 'Trying…' : 'Try again'}
            </button>
          </p>
        ) : (
          <div className="grid gap-3 border-line-soft border-t pt-4 pb-2">
            <Skeleton className="w-full" />
            <Skeleton className="w-4/5" />
          </div>
        )}
      </PanelBody>
    </Panel>
  );
}

type Row = readonly [string, ReactNode];

function ownRows(item: MarketItem): Row[] {
  const isPackable = item.packagedVolumeM3 !== item.volumeM3;
  return [
    ['Group', item.groupName],
    ['Category', item.categoryName],
    ['Volume', `${formatVolume(item.volumeM3)} m³`],
    ...(isPackable ? [['Packaged', `${formatVolume(item.packagedVolumeM3)} m³`] as const] : []),
    ...(item.portionSize > 1
      ? [['Refined in lots of', formatUnits(item.portionSize)] as const]
      : []),
  ];
}

function esiRows(facts: ItemFacts | undefined, isFailed: boolean): Row[] {
  if (!facts)
    return isFailed ? [] : [['Mass', <Skeleton key="mass" className="my-1 ml-auto w-16" />]];
  return [
    ['Mass', `${writeMass(facts.massKg)} kg`],
    ...(facts.capacityM3 > 0 ? [['Holds', `${formatVolume(facts.capacityM3)} m³`] as const] : []),
  ];
}

/** Rocks weigh up to 1e35 kg in EVE. */
function writeMass(kg: number): string {
  return kg >= 1e15 ? kg.toExponential().replace('e+', ' × 10^') : formatUnits(kg);
}
