'use client';

import { X } from 'lucide-react';
import { SCOPE_WORDS } from '#lib/core/pricing/rules/describe-rule.ts';
import { scopesQuery } from '#lib/features/rules/queries.ts';
import type { FoundScope } from '#lib/features/rules/schema.ts';
import { IconButton } from '#lib/ui/primitives/icon-button.tsx';
import { SearchAdd } from '../search-add.tsx';
import type { RuleEditorState } from './use-rule-editor.ts';

/** What the rule is for: searched by name, then shown with a way to take another. */
export function RuleScopeField({ editor: { text, set, errors } }: { editor: RuleEditorState }) {
  const { scope } = text;
  if (!scope) {
    return (
      <div className="desk:col-span-2">
        <SearchAdd
          id="rule-scope"
          label="For an item, group, market group or category"
          error={errors.scope}
          toQuery={scopesQuery}
          toChoice={(found) => ({
            id: `${found.kind} ${found.id}`,
            name: found.name,
            note: describeFound(found),
          })}
          chosenIds={[]}
          onAdd={(_, found) => set('scope', found)}
        />
      </div>
    );
  }
  return (
    <div className="min-w-0">
      <p className="mb-1 font-medium text-ink-2 text-meta">For</p>
      <div className="flex min-h-8 items-center gap-2">
        <span className="min-w-0 truncate">
          <span className="font-medium">{scope.name}</span>{' '}
          <span className="text-ink-3 text-meta">{describeFound(scope)}</span>
        </span>
        <IconButton label="Choose something else" onClick={() => set('scope', null)}>
          <X aria-hidden="true" className="icon" />
        </IconButton>
      </div>
      {errors.scope && <p className="mt-1 text-loss text-meta">{errors.scope}</p>}
    </div>
  );
}

function describeFound({ kind, within }: FoundScope): string {
  return within ? `${SCOPE_WORDS[kind]}, ${within}` : SCOPE_WORDS[kind];
}
