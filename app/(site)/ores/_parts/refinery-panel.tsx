'use client';

import { clsx } from 'clsx';
import { type ReactNode, useState } from 'react';
import { type OreView, readTax } from '#lib/core/ores/ore-view.ts';
import {
  gasYieldOf,
  IMPLANTS,
  RIGS,
  SECURITIES,
  STATION_BASES,
  STRUCTURES,
} from '#lib/core/ores/refinery.ts';
import { usableLevels } from '#lib/core/reprocessing/compute-yield.ts';
import { toPercentText } from '#lib/core/reprocessing/decimal.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Panel } from '#lib/ui/primitives/panel.tsx';
import { Select } from '#lib/ui/primitives/select.tsx';
import { Figure } from '#lib/ui/trade/figure.tsx';
import { describeYields } from './describe-yields.ts';
import { LevelSelect } from './level-select.tsx';
import { SkillsDialog } from './skills-dialog.tsx';
import type { ChangeView } from './use-ore-view.ts';

const STRUCTURE_NAMES = {
  tatara: 'Tatara',
  athanor: 'Athanor',
  other: 'Other structure',
  station: 'NPC station',
} as const;
const RIG_NAMES = { none: 'None', t1: 'T1', t2: 'T2' } as const;
const SECURITY_NAMES = { high: 'High', low: 'Low', null: 'Null, WH' } as const;
const IMPLANT_NAMES = {
  none: 'None',
  '801': 'RX-801',
  '802': 'RX-802',
  '804': 'RX-804',
} as const;

/** The yields are the headline of what makes them. On a phone the controls unfold. */
export function RefineryPanel({ view, onChange }: { view: OreView; onChange: ChangeView }) {
  const [isUnfolded, setUnfolded] = useState(false);
  const isStation = view.structure === 'station';
  const gas = gasYieldOf(view);
  const usable = usableLevels({ ...view, oreSkill: 5 });

  return (
    <Panel
      aria-label="Your refining"
      className="mb-3 flex flex-wrap items-stretch gap-y-3 px-3 py-2.5 max-desk:items-end"
    >
      <dl className="flex gap-5 pr-5 max-desk:flex-1 max-desk:pr-3 max-[400px]:gap-4">
        {describeYields(view).map(({ family, name, percent }) => (
          <Yield
            key={family}
            name={name}
            percent={percent}
            className={clsx(family === 'Moon ore' && 'max-desk:hidden')}
          />
        ))}
        <Yield name="Gas" percent={gas && toPercentText(gas)} className="max-desk:hidden" />
      </dl>
      <Button
        className="desk:hidden"
        aria-expanded={isUnfolded}
        aria-controls="refinery"
        onClick={() => setUnfolded(!isUnfolded)}
      >
        Skills<span className="max-[479px]:hidden"> and structure</span>
      </Button>
      <div
        id="refinery"
        className={clsx(
          'grid flex-1 basis-[720px] grid-cols-[repeat(auto-fit,minmax(90px,1fr))] gap-x-3 gap-y-2 max-desk:basis-full max-desk:grid-cols-2',
          !isUnfolded && 'max-desk:hidden',
        )}
      >
        <Choice label="Structure">
          <Options
            label="Structure"
            keys={STRUCTURES}
            names={STRUCTURE_NAMES}
            value={view.structure}
            onChange={(structure) => onChange({ structure })}
          />
        </Choice>
        {isStation ? (
          <Choice label="Station’s base">
            <Options
              label="Station’s base"
              keys={STATION_BASES}
              names={{
                '50': '50 %',
                '40': '40 %',
                '35': '35 %',
                '32': '32 %',
                '30': '30 %',
                '25': '25 %',
              }}
              value={view.base}
              onChange={(base) => onChange({ base })}
            />
          </Choice>
        ) : (
          <>
            <Choice label="Rig">
              <Options
                label="Rig"
                keys={RIGS}
                names={RIG_NAMES}
                value={view.rig}
                onChange={(rig) => onChange({ rig })}
              />
            </Choice>
            <Choice label="Security" hint={view.rig === 'none' ? 'counts with a rig' : undefined}>
              <Options
                label="Security"
                keys={SECURITIES}
                names={SECURITY_NAMES}
                value={view.security}
                onChange={(security) => onChange({ security })}
              />
            </Choice>
          </>
        )}
        <Choice label="Reprocessing">
          <LevelSelect
            aria-label="Reprocessing"
            level={view.reprocessing}
            onLevel={(reprocessing) => onChange({ reprocessing })}
          />
        </Choice>
        <Choice
          label="Efficiency"
          hint={usable.efficiency < view.efficiency ? 'needs Reprocessing 4' : undefined}
        >
          <LevelSelect
            aria-label="Reprocessing Efficiency"
            level={view.efficiency}
            onLevel={(efficiency) => onChange({ efficiency })}
          />
        </Choice>
        <Choice label="Ore skills" hint={usable.oreSkill === 0 ? 'need Efficiency 4' : undefined}>
          <SkillsDialog view={view} onChange={onChange} />
        </Choice>
        <Choice label="Implant">
          <Options
            label="Implant"
            keys={IMPLANTS}
            names={IMPLANT_NAMES}
            value={view.implant}
            onChange={(implant) => onChange({ implant })}
          />
        </Choice>
        <Choice label="Tax">
          <Input
            aria-label="Tax of the owner, in percent of the output’s value"
            unit="%"
            inputMode="decimal"
            maxLength={6}
            defaultValue={view.taxBp / 100}
            onChange={({ target }) => onChange({ taxBp: readTax(target.value) })}
          />
        </Choice>
      </div>
    </Panel>
  );
}

type YieldProps = {
  readonly name: string;
  readonly percent: string | null;
  readonly className?: string;
};

function Yield({ name, percent, className }: YieldProps) {
  return (
    <div className={clsx('whitespace-nowrap', className)}>
      <dt className="text-ink-3 text-meta">{name}</dt>
      <dd>
        {percent === null ? (
          <span className="text-ink-3 leading-7">none here</span>
        ) : (
          <Figure unit="%" large>
            {percent}
          </Figure>
        )}
      </dd>
    </div>
  );
}

/** The label is for the eye; each control has its whole name itself. */
function Choice({
  label,
  hint,
  children,
}: {
  label: string;
  hint?: string | undefined;
  children: ReactNode;
}) {
  return (
    <div className="min-w-0">
      <p aria-hidden="true" className="mb-1 truncate text-ink-3 text-meta">
        {label}
      </p>
      {children}
      {hint && <p className="mt-0.5 truncate text-head text-warn">{hint}</p>}
    </div>
  );
}

type OptionsProps<Key extends string> = {
  readonly label: string;
  readonly keys: readonly Key[];
  readonly names: Readonly<Record<Key, string>>;
  readonly value: Key;
  readonly onChange: (key: Key) => void;
};

function Options<Key extends string>({ label, keys, names, value, onChange }: OptionsProps<Key>) {
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={({ target }) => {
        const key = keys.find((known) => known === target.value);
        if (key !== undefined) onChange(key);
      }}
    >
      {keys.map((key) => (
        <option key={key} value={key}>
          {names[key]}
        </option>
      ))}
    </Select>
  );
}
