import { CircleCheck, CircleDot, Hourglass, type LucideIcon, TriangleAlert } from 'lucide-react';
import Link from 'next/link';
import { formatIsk, toIskText } from '#lib/core/isk.ts';
import type { Order, OrderStage } from '#lib/features/orders/schema.ts';
import { CopyButton } from '#lib/ui/primitives/copy-button.tsx';
import { Tag, type TagTone } from '#lib/ui/primitives/tag.tsx';
import { Cell, Head, NameInCell, Table } from '#lib/ui/table/table.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';
import { formatUnits } from '#lib/ui/trade/format-numbers.ts';
import { ItemIcon } from '#lib/ui/trade/item-icon.tsx';
import { Units } from '#lib/ui/trade/units.tsx';
import { toPickText } from './to-pick-text.ts';

const STAGES: Record<OrderStage, { icon: LucideIcon; tone: TagTone; word: string }> = {
  ready: { icon: CircleDot, tone: 'neutral', word: 'Ready' },
  'to-fix': { icon: TriangleAlert, tone: 'warn', word: 'Contract to fix' },
  contracted: { icon: Hourglass, tone: 'neutral', word: 'Contracted' },
  accepted: { icon: CircleCheck, tone: 'gain', word: 'Accepted' },
};

/** The dialog's own choice, longer than any order holds. */
const EXPIRATION = '2 weeks';

/** One order: where it is, what to put into each field of the contract, what to pick. */
export function OrderPanel({ order }: { order: Order }) {
  const { icon, tone, word } = STAGES[order.stage];
  const isToFill = order.stage === 'ready' || order.stage === 'to-fix';
  return (
    <section
      data-order={order.code}
      tabIndex={-1}
      aria-labelledby={`order-${order.code}`}
      className="min-w-0 scroll-m-4 rounded-panel border border-line bg-surface-1"
    >
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-line border-b px-3 py-1">
        <h2 id={`order-${order.code}`} className="mono font-semibold">
          <Link href={`/q/${order.shownCode}`} prefetch={false} className="hover:underline">
            {order.shownCode}
          </Link>
        </h2>
        <Tag icon={icon} tone={tone}>
          {word}
        </Tag>
        <span className="ml-auto text-ink-3 text-meta">
          {order.stage === 'accepted' && order.acceptedAt ? (
            <>
              accepted <EveTime at={order.acceptedAt} style="date" />
            </>
          ) : (
            <>
              ordered <EveTime at={order.createdAt} style="date" />, holds until{' '}
              <EveTime at={order.expiresAt} style="date" />
            </>
          )}
        </span>
      </div>
      {order.stage === 'to-fix' && order.contractId !== null && (
        <p className="border-line border-b px-3 py-2 text-ink-2">
          The contract is not what was ordered.{' '}
          <Link href={`/admin/inbox?contract=${order.contractId}`} className="link">
            See what differs
          </Link>
          , delete it in game and make it again.
        </p>
      )}
      {isToFill && <ContractFields order={order} />}
      <OrderLines order={order} />
    </section>
  );
}

function ContractFields({ order }: { order: Order }) {
  const onBehalf =
    order.sellerKind === 'corporation' ? `on behalf of ${order.sellerName}` : order.sellerName;
  return (
    <dl className="grid grid-cols-2 gap-x-6 border-line border-b px-3 py-2 max-desk:grid-cols-1">
      <Field label="Made by" value={onBehalf} />
      <Field label="Name" value={order.receiverName} copy={order.receiverName} />
      <Field
        label="I will receive"
        value={`${formatIsk(order.priceIsk, { decimals: false })} ISK`}
        // The dialog's field takes digits only.
        copy={toIskText(order.priceIsk).slice(0, -3)}
      />
      <Field label="Description" value={order.shownCode} copy={order.shownCode} isCode />
      <Field label="Station" value={order.place.name} copy={order.place.name} />
      <Field label="Expiration" value={EXPIRATION} copy={EXPIRATION} />
    </dl>
  );
}

type FieldProps = {
  readonly label: string;
  readonly value: string;
  readonly copy?: string;
  readonly isCode?: boolean;
};

function Field({ label, value, copy, isCode = false }: FieldProps) {
  return (
    <div className="grid min-h-8 grid-cols-[96px_minmax(0,1fr)_auto] items-center gap-x-3">
      <dt className="text-ink-3 text-meta">{label}</dt>
      <dd className={isCode ? 'mono' : '[overflow-wrap:anywhere]'}>{value}</dd>
      {copy !== undefined && (
        <dd>
          <CopyButton text={copy} name={`Copy: ${label}`} />
        </dd>
      )}
    </div>
  );
}

function OrderLines({ order }: { order: Order }) {
  const lacking = order.lines.filter((line) => line.lacking > 0);
  return (
    <>
      <Table caption={`Items of order ${order.shownCode}`} stacked>
        <thead>
          <tr>
            <Head>Item</Head>
            <Head numeric>Quantity</Head>
          </tr>
        </thead>
        <tbody>
          {order.lines.map((line) => (
            <tr key={line.typeId}>
              <Cell slot="lead">
                <NameInCell icon={<ItemIcon {...line} />}>{line.name}</NameInCell>
              </Cell>
              <Cell numeric slot="lead-end">
                <Units units={line.quantity} />
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
      <div className="flex flex-wrap items-center justify-between gap-2 border-line border-t px-3 py-1">
        {lacking.length > 0 && order.stage !== 'accepted' ? (
          <p className="flex items-center gap-1.5 text-warn">
            <TriangleAlert aria-hidden="true" className="icon-s" />
            Not there:{' '}
            {lacking.map((line) => `${formatUnits(line.lacking)} ${line.name}`).join(', ')}
          </p>
        ) : (
          <span className="text-ink-3 text-meta">for {order.receiverName}</span>
        )}
        <CopyButton
          text={toPickText(order.lines)}
          label="Copy items"
          name={`Copy the items of ${order.shownCode}`}
        />
      </div>
    </>
  );
}
