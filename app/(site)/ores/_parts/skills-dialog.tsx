'use client';

import { useState } from 'react';
import type { OreView } from '#lib/core/ores/ore-view.ts';
import { GAS_SKILL, ORE_SKILLS, type OreSkillKey } from '#lib/core/reprocessing/processing.ts';
import { Button } from '#lib/ui/primitives/button.tsx';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Modal } from '#lib/ui/primitives/modal.tsx';
import { LevelSelect } from './level-select.tsx';
import type { ChangeView } from './use-ore-view.ts';

/** One level a kind of ore, as the game has them. */
export function SkillsDialog({ view, onChange }: { view: OreView; onChange: ChangeView }) {
  const [isOpen, setOpen] = useState(false);
  const levels = [...Object.values(view.skills), view.gas];
  const [least, most] = [Math.min(...levels), Math.max(...levels)];

  function setAll(level: number) {
    const entries = ORE_SKILLS.map(({ key }) => [key, level]);
    // Every key of the list, so all of the record.
    onChange({ skills: Object.fromEntries(entries) as Record<OreSkillKey, number>, gas: level });
  }

  return (
    <>
      <Button
        wide
        className="h-8! max-desk:h-10!"
        aria-label={`Ore skills, ${least === most ? `all at ${most}` : `${least} to ${most}`}`}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        {least === most ? `All at ${most}` : `${least} to ${most}`}
      </Button>
      <Modal
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        title="Your skills, an ore each"
        className="w-[560px] max-w-[calc(100vw-24px)]!"
      >
        <div className="mt-3 grid grid-cols-2 gap-3 max-[419px]:grid-cols-1">
          {ORE_SKILLS.map(({ key, name }) => (
            <Field key={key} id={`skill-${key}`} label={name}>
              {(ids) => (
                <LevelSelect
                  {...ids}
                  level={view.skills[key]}
                  onLevel={(level) => onChange({ skills: { ...view.skills, [key]: level } })}
                />
              )}
            </Field>
          ))}
          <Field id="skill-gas" label={GAS_SKILL.name}>
            {(ids) => (
              <LevelSelect {...ids} level={view.gas} onLevel={(gas) => onChange({ gas })} />
            )}
          </Field>
        </div>
        <div className="mt-4 flex flex-wrap items-center gap-2">
          <span className="text-ink-3 text-meta">All at</span>
          {[0, 3, 4, 5].map((level) => (
            <Button
              key={level}
              size="small"
              aria-label={`All at ${level}`}
              onClick={() => setAll(level)}
            >
              {level}
            </Button>
          ))}
          <Button look="primary" className="ml-auto" onClick={() => setOpen(false)}>
            Done
          </Button>
        </div>
      </Modal>
    </>
  );
}
