import type { ApiOperation } from '#app/api/v1/_api/read-openapi.ts';
import { Panel, PanelBody, PanelHead } from '#lib/ui/primitives/panel.tsx';
import { TypeText } from './type-text.tsx';

/** One thing to ask: what it takes, what it gives, who may. */
export function OperationPanel({ operation }: { operation: ApiOperation }) {
  const { method, path, operationId, summary, description, parameters, access } = operation;
  return (
    <Panel aria-labelledby={operationId} className="scroll-mt-16">
      <PanelHead
        id={operationId}
        title={
          <span className="mono [overflow-wrap:anywhere]">
            {method} {path}
          </span>
        }
      >
        {operation.hasCsv ? 'JSON, CSV' : 'JSON'}
      </PanelHead>
      <PanelBody className="grid gap-2">
        <p className="font-medium">{summary}</p>
        {description && <p className="max-w-[68ch] text-ink-2">{description}</p>}
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1">
          <dt className="text-ink-3">Who</dt>
          <dd className="text-ink-2">{access}</dd>
          {parameters.map(({ name, place, isRequired, text }) => (
            <div key={name} className="contents">
              <dt className="mono">{name}</dt>
              <dd className="text-ink-2">
                {place}
                {isRequired ? ', needed' : ''}. {text}
              </dd>
            </div>
          ))}
          {operation.body && (
            <>
              <dt className="text-ink-3">Body</dt>
              <dd>
                <TypeText type={operation.body} />
              </dd>
            </>
          )}
          <dt className="text-ink-3">{operation.status}</dt>
          <dd>
            <TypeText type={operation.answer} />
          </dd>
          <dt className="text-ink-3">Else</dt>
          <dd className="mono text-ink-2">{operation.refusals.join(' ')}</dd>
        </dl>
      </PanelBody>
    </Panel>
  );
}
