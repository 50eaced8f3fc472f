import type { Metadata } from 'next';
import Link from 'next/link';
import { readOperations, readShapes } from '#app/api/v1/_api/read-openapi.ts';
import { getContainer } from '#lib/server/container.ts';
import { BUDGETS } from '#lib/server/request-limits.ts';
import { PageMain } from '../_parts/page-main.tsx';
import { Prose } from '../_parts/prose.tsx';
import { OperationPanel } from './_parts/operation-panel.tsx';
import { ShapePanel } from './_parts/shape-panel.tsx';

export const metadata: Metadata = { title: 'API — Ageira Trade' };

export default function Page() {
  const { PUBLIC_URL } = getContainer().env;
  const shapes = readShapes(PUBLIC_URL);
  return (
    <PageMain kind="text">
      <Prose
        title="API"
        lead="What programs may ask of this site: a bot, a spreadsheet, a script. Without a key they may do what guests may."
      >
        <h2>The first request</h2>
        <pre className="mono mt-1 whitespace-pre-wrap rounded-panel border border-line bg-surface-1 p-3 text-ink [overflow-wrap:anywhere]">
          {`curl ${PUBLIC_URL}/api/v1/appraisals \\
  -H 'Content-Type: application/json' \\
  -d '{"text": "Veldspar 10000\\nScordite 4"}'`}
        </pre>
        <h2>Keys</h2>
        <p>
          A key acts for your account, as a pilot: make one on your{' '}
          <Link href="/account" className="link">
            account
          </Link>{' '}
          and send it as <span className="mono">Authorization: Bearer ageira_…</span>. Without one
          an address has {BUDGETS.apiGuests.points} requests a minute, with one the key has{' '}
          {BUDGETS.apiKeys.points}; <span className="mono">RateLimit</span> tells what is left, and{' '}
          <span className="mono">Retry-After</span> when to come back.
        </p>
        <h2>Quotes without a key</h2>
        <p>
          Send <span className="mono">Ageira-Claim</span>, 22 random characters of base64url, and
          keep it: with it the quote can be listed and cancelled.
        </p>
        <h2>Once, and no more</h2>
        <p>
          Send <span className="mono">Idempotency-Key</span>, a new UUID for each thing to make.
          Asked again with the same key and body, the site gives the same answer for 24 hours and
          makes nothing new; another body is refused with 422, and with 409 while the first is being
          answered.
        </p>
        <h2>Shapes</h2>
        <p>
          Money is a decimal string of ISK, times are ISO 8601 in UTC, rates are basis points. What
          is refused is a problem as RFC 9457 has it: <span className="mono">detail</span> is a
          sentence, <span className="mono">reason</span> a word for programs. Where CSV is told
          below, ask for it with <span className="mono">Accept: text/csv</span>. New fields may come
          at any time. For code generators:{' '}
          <a href="/api/v1/openapi.json" className="link">
            the OpenAPI 3.1 document
          </a>
          .
        </p>
      </Prose>
      <div className="mt-7 grid gap-4 max-desk:gap-3">
        <h2 className="font-semibold text-title">Requests</h2>
        {readOperations(PUBLIC_URL).map((operation) => (
          <OperationPanel key={operation.operationId} operation={operation} />
        ))}
        <h2 className="mt-3 font-semibold text-title">Answers and bodies</h2>
        {shapes.map((shape) => (
          <ShapePanel key={shape.name} shape={shape} />
        ))}
      </div>
    </PageMain>
  );
}
