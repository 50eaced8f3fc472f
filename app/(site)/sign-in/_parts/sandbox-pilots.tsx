import { Cell, Head, Table } from '#lib/ui/table/table.tsx';

/** Who lives in the sandbox; its sign-in page lets one choose. */
const PILOTS = [
  ['Maren Tessidari', 'Ageira Trade Holdings', 'the trader, owner of this site'],
  ['Ilya Torvanen', 'Northern Drift Mining', 'sells ore'],
  ['Sael Odrinn', 'Northern Drift Mining', 'sells ore'],
  ['Ansa Vekkonen', 'Northern Drift Mining', 'sells ore'],
  ['Nadir Esh', 'Quiet Margin', 'tries to cheat'],
] as const;

export function SandboxPilots() {
  return (
    <section aria-labelledby="sandbox-pilots" className="mt-8 max-w-[640px]">
      <h2 id="sandbox-pilots" className="mb-1 font-semibold">
        In the sandbox
      </h2>
      <p className="mb-2 max-w-[68ch] text-ink-2">
        The sandbox’s own sign-in page follows, where you choose one of these pilots. No password is
        asked.
      </p>
      <Table caption="Pilots of the sandbox" stacked flush>
        <thead>
          <tr>
            <Head>Pilot</Head>
            <Head>Corporation</Head>
            <Head>Part</Head>
          </tr>
        </thead>
        <tbody>
          {PILOTS.map(([name, corporation, part]) => (
            <tr key={name} data-plain="">
              <Cell slot="lead">{name}</Cell>
              <Cell slot="sub" className="text-ink-2">
                {corporation}
              </Cell>
              <Cell slot="lead-end" className="text-ink-2">
                {part}
              </Cell>
            </tr>
          ))}
        </tbody>
      </Table>
    </section>
  );
}
