import { toShareWords } from '#lib/core/pricing/describe-paying.ts';
import { METHODS, type Method, mayRefine } from '#lib/core/pricing/method.ts';
import type { ProgramTerms } from '#lib/core/program/terms.ts';
import { Checkbox } from '#lib/ui/primitives/checkbox.tsx';
import { Field } from '#lib/ui/primitives/field.tsx';
import { Input } from '#lib/ui/primitives/input.tsx';
import { Select } from '#lib/ui/primitives/select.tsx';
import type { RuleEditorState } from './use-rule-editor.ts';

type RuleMethodFieldsProps = { readonly editor: RuleEditorState; readonly program: ProgramTerms };

/** What of the things is paid for, and what refining needs to know. */
export function RuleMethodFields({ editor, program: { refineYield } }: RuleMethodFieldsProps) {
  const { text, set, errors } = editor;
  return (
    <>
      <Field id="rule-method" label="Paid for" error={errors.method}>
        {(ids) => (
          <Select
            {...ids}
            value={text.method}
            onChange={({ target: { value } }) => {
              const method = METHODS.find((each) => each === value);
              if (method) set('method', method);
            }}
          >
            {METHODS.map((method) => (
              <option key={method} value={method}>
                {OPTIONS[method]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      {mayRefine(text.method) && (
        <>
          <Field
            id="rule-yield"
            label="Rule’s yield"
            hint={
              refineYield === null
                ? 'Of your refinery, for these things.'
                : `Empty: the program’s, ${toShareWords(refineYield)}.`
            }
            error={errors.yieldPercent}
          >
            {(ids) => (
              <Input
                {...ids}
                unit="%"
                inputMode="decimal"
                value={text.yieldPercent}
                onChange={(event) => set('yieldPercent', event.target.value)}
              />
            )}
          </Field>
          <Field
            id="rule-remainder"
            label="What fills no portion"
            hint="Ore is refined a hundred units at a time."
            error={errors.remainder}
          >
            {(ids) => (
              <Select
                {...ids}
                value={text.remainder}
                onChange={({ target: { value } }) =>
                  set('remainder', value === 'as-is' ? 'as-is' : 'unpaid')
                }
              >
                <option value="unpaid">Is not paid</option>
                <option value="as-is">Is paid as it is</option>
              </Select>
            )}
          </Field>
          <div className="self-center">
            <Checkbox
              checked={text.takesScrap}
              onChange={({ target: { checked } }) => set('takesScrap', checked)}
            >
              Also modules and ships, as scrap
            </Checkbox>
          </div>
        </>
      )}
    </>
  );
}

const OPTIONS: Record<Method, string> = {
  'as-is': 'The thing as it is',
  compressed: 'Its compressed form',
  refined: 'What it refines to',
  'best-of': 'The best of these',
  'least-of': 'The least of these',
};
