'use client';

import { useRouter } from 'next/navigation';
import { useActionState, useEffect, useMemo, useState } from 'react';
import { reach } from '#app/_parts/reach.ts';
import type { CreateQuoteState } from '#app/(site)/_actions/create-quote.ts';
import { orderAction } from '#app/(site)/_actions/order.ts';
import { useFreshKey } from '#app/(site)/_parts/sell/use-fresh-key.ts';
import { floorToWholeIsk } from '#lib/core/isk.ts';
import type { Place } from '#lib/core/program/terms.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Panel, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { Select } from '#lib/ui/primitives/select.tsx';
import { Table } from '#lib/ui/table/table.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { Figure } from '#lib/ui/trade/figure.tsx';
import { formatVolume } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { readWanted, type WantedItem } from './read-wanted.ts';
import { ShelfHeads, ShelfRow } from './shelf-row.tsx';

type ShelfPanelProps = {
  readonly shelf: {
    readonly programId: string;
    readonly programName: string;
    readonly instructions: string;
    readonly lifetimeHours: number;
    readonly place: Place;
    readonly items: readonly WantedItem[];
    readonly pricesAt: Date | null;
  };
  /** Of who is signed in, the one that signed in first. Empty: a guest. */
  readonly characters: readonly { readonly characterId: number; readonly name: string }[];
};

/** What is there at one place, how much of it is wanted, and for whom. */
export function ShelfPanel({ shelf, characters }: ShelfPanelProps) {
  const { programId, place, items, pricesAt } = shelf;
  const id = `${programId}-${place.locationId}`;
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [receiver, setReceiver] = useState(String(characters[0]?.characterId ?? ''));
  const wanted = useMemo(() => readWanted(items, typed), [items, typed]);
  const [outcome, submit, isSending] = useActionState(sendForm, { status: 'idle' });
  const madeCode = outcome.status === 'made' ? outcome.shownCode : null;
  const isPending = isSending || madeCode !== null;
  const key = useFreshKey(`${wanted.text} ${receiver}`);
  const isReady = wanted.isRight && wanted.text !== '' && receiver.trim() !== '' && key !== '';
  const refusal = outcome.status === 'refused' && outcome.key === key ? outcome.message : null;

  const router = useRouter();
  useEffect(() => {
    if (madeCode) router.push(`/q/${madeCode}`);
  }, [madeCode, router]);
  useEffect(() => {
    // Less is there than the page says: it shows what is there by now.
    if (refusal) router.refresh();
  }, [refusal, router]);

  return (
    <Panel aria-labelledby={`${id}-title`} className="mx-auto w-full max-w-[960px]">
      <PanelHead id={`${id}-title`} title={shelf.programName} note={place.name}>
        {pricesAt && (
          <span className="max-desk:hidden">
            prices of <EveTime at={pricesAt} />
          </span>
        )}
      </PanelHead>
      <Table caption={`For sale at ${place.name}`} stacked>
        <ShelfHeads />
        <tbody>
          {items.map((item) => (
            <ShelfRow
              key={item.typeId}
              item={item}
              typed={typed[item.typeId] ?? ''}
              fault={wanted.faults.get(item.typeId) ?? null}
              onType={(text) => setTyped({ ...typed, [item.typeId]: text })}
            />
          ))}
        </tbody>
      </Table>
      <form action={submit} className="flex flex-wrap items-end gap-4 border-line border-t p-3">
        <input type="hidden" name="text" value={wanted.text} />
        <input type="hidden" name="programId" value={programId} />
        <input type="hidden" name="locationId" value={place.locationId} />
        <input type="hidden" name="key" value={key} />
        <div className="w-64 max-desk:w-full">
          <Field
            id={`${id}-receiver`}
            label="Pilot who gets the contract"
            hint={characters.length === 0 ? 'The exact name, as in game.' : undefined}
          >
            {(ids) =>
              characters.length === 0 ? (
                <Input
                  {...ids}
                  name="receiver"
                  value={receiver}
                  maxLength={60}
                  autoComplete="off"
                  spellCheck={false}
                  onChange={({ target }) => setReceiver(target.value)}
                />
              ) : (
                <Select
                  {...ids}
                  name="receiver"
                  value={receiver}
                  onChange={({ target }) => setReceiver(target.value)}
                >
                  {characters.map(({ characterId, name }) => (
                    <option key={characterId} value={characterId}>
                      {name}
                    </option>
                  ))}
                </Select>
              )
            }
          </Field>
        </div>
        <div className="ml-auto flex items-center gap-4 max-desk:ml-0 max-desk:w-full max-desk:justify-between">
          <div className="text-right max-desk:text-left">
            <Figure unit="ISK">
              <Isk amount={floorToWholeIsk(wanted.sum)} decimals={false} />
            </Figure>
            <span className="block text-ink-3 text-meta">{formatVolume(wanted.volumeM3)} m³</span>
          </div>
          <Button
            type="submit"
            look="primary"
            size="large"
            disabled={!isReady}
            aria-disabled={isPending || undefined}
          >
            {isPending ? 'Reserving…' : 'Order'}
          </Button>
        </div>
        {refusal && (
          <p role="alert" className="w-full text-warn">
            {refusal}
          </p>
        )}
        <p className="w-full text-ink-3 text-meta">
          Reserved for {shelf.lifetimeHours} hours, first come, first served.
          {shelf.instructions !== '' && ` ${shelf.instructions}`}
        </p>
      </form>
    </Panel>
  );
}

function sendForm(previous: CreateQuoteState, form: FormData): Promise<CreateQuoteState> {
  return reach(
    () => orderAction(previous, form),
    (message) => ({ status: 'refused', message, key: String(form.get('key')) }),
  );
}
