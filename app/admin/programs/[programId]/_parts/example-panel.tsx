import type { ProgramChoices, ProgramExample } from '#lib/features/programs/schema.ts';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { Figure } from '#lib/ui/trade/figure.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { Isk } from '#lib/ui/trade/isk.tsx';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';
import type { ProgramFormState } from './use-program-form.ts';
import { workOutExample } from './work-out-example.ts';

type ExamplePanelProps = {
  readonly form: ProgramFormState;
  readonly example: ProgramExample;
  readonly hubs: ProgramChoices['hubs'];
  /** When the page was made: a sale is on, or not, as of then. */
  readonly now: Date;
};

/** What the terms as typed would pay now, for one item that everybody knows. */
export function ExamplePanel({ form, example, hubs, now }: ExamplePanelProps) {
  const outcome = workOutExample(form.values, example, { hubs, now });
  return (
    <Panel aria-labelledby="example">
      <PanelHead id="example" title="An example" note="by the terms as typed, without rules" />
      <PanelBody>
        <p className="mb-2 flex items-center gap-2">
          <ItemIcon typeId={example.typeId} name={example.name} kind="ore" />
          {formatUnits(example.quantity)} {example.name}
        </p>
        <div aria-live="polite">
          {outcome.ok ? (
            <>
              <Figure large unit="ISK">
                <Isk amount={outcome.total} decimals={false} />
              </Figure>
              <p className="mt-1 text-ink-2 text-meta">
                {outcome.arithmetic}, {outcome.statistic}
              </p>
              <p className="text-ink-3 text-meta">
                book of <EveTime at={outcome.bookAt} />
              </p>
            </>
          ) : (
            <p className="text-ink-2">{outcome.sentence}</p>
          )}
        </div>
      </PanelBody>
    </Panel>
  );
}
