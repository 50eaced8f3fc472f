import type { ApiShape } from '#app/api/v1/_api/read-openapi.ts';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { TypeText } from './type-text.tsx';

/** A named shape: its fields, with those of things inside it. */
export function ShapePanel({ shape: { name, type, fields } }: { shape: ApiShape }) {
  return (
    <Panel aria-labelledby={`shape-${name}`} className="scroll-mt-16">
      <PanelHead id={`shape-${name}`} title={<span className="mono">{name}</span>} />
      <PanelBody>
        {fields.length === 0 ? (
          <TypeText type={type} />
        ) : (
          <dl className="grid grid-cols-[minmax(0,1fr)_minmax(0,1.4fr)] gap-x-4 gap-y-1">
            {fields.map((field) => (
              <div key={field.path} className="contents">
                <dt className="mono [overflow-wrap:anywhere]">
                  {field.path}
                  {!field.isRequired && <span className="text-ink-3">?</span>}
                </dt>
                <dd className="[overflow-wrap:anywhere]">
                  <TypeText type={field.type} />
                </dd>
              </div>
            ))}
          </dl>
        )}
      </PanelBody>
    </Panel>
  );
}
