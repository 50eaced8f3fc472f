import { Button } from '#lib/ui/primitives/button.tsx';
import { ConfirmDialog } from '#lib/ui/primitives/confirm-dialog.tsx';
import { Cell, Head, Table } from '#lib/ui/table/table.tsx';
import { EveTime } from '#lib/ui/trade/eve-time.tsx';

export type ApiKey = {
  readonly keyId: string;
  readonly name: string;
  readonly scopes: readonly string[];
  readonly createdAt: Date;
  readonly lastUsedAt: Date | null;
};

type KeyTableProps = {
  readonly keys: readonly ApiKey[];
  /** Takes a form with `keyId`. */
  readonly revoke: (form: FormData) => void;
  readonly isBusy: boolean;
};

/** The keys of the account, and the way to end each. */
export function KeyTable({ keys, revoke, isBusy }: KeyTableProps) {
  return (
    <Table caption="API keys of this account" stacked aria-busy={isBusy}>
      <thead>
        <tr>
          <Head>Name</Head>
          <Head>May also</Head>
          <Head>Made</Head>
          <Head>Last used</Head>
          <Head>
            <span className="sr-only">Change</span>
          </Head>
        </tr>
      </thead>
      <tbody>
        {keys.map((key) => (
          <tr key={key.keyId} data-plain="">
            <Cell slot="lead" className="[overflow-wrap:anywhere]">
              {key.name}
            </Cell>
            <Cell slot="across" className="mono text-ink-2">
              {key.scopes.join(' ') || '–'}
            </Cell>
            <Cell slot="sub" className="text-ink-2">
              <EveTime at={key.createdAt} style="day" isMarked={false} />
            </Cell>
            <Cell slot="sub-end" className="text-ink-2">
              {key.lastUsedAt ? <EveTime at={key.lastUsedAt} /> : 'never'}
            </Cell>
            <Cell slot="lead-end">
              <div className="flex justify-end">
                <Revoke apiKey={key} revoke={revoke} />
              </div>
            </Cell>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Revoke({ apiKey, revoke }: { apiKey: ApiKey } & Pick<KeyTableProps, 'revoke'>) {
  const form = `revoke-${apiKey.keyId}`;
  return (
    <>
      <form id={form} action={revoke}>
        <input type="hidden" name="keyId" value={apiKey.keyId} />
      </form>
      <ConfirmDialog
        trigger={
          <>
            Revoke<span className="sr-only"> {apiKey.name}</span>
          </>
        }
        title={`Revoke ${apiKey.name}?`}
        keepLabel="Keep"
        confirm={
          <Button type="submit" form={form} look="danger">
            Revoke
          </Button>
        }
      >
        Whatever uses this key is refused from now on.
      </ConfirmDialog>
    </>
  );
}
