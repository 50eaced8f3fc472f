import {
  type CheckReport,
  checkInvariants,
  LISTED,
} from '#lib/features/operations/check/check-invariants.ts';
import { type Command, CommandError, readOptions, UsageError } from './command.ts';
import { openSiteDatabase } from './site-database.ts';

const HELP = `Check that everything in the database adds up, while the site serves. Changes nothing.

  npm run --silent ageira -- check [--json]

Reads the database of DATABASE_URL or, where nothing is configured, the one that "npm start" runs
here, in one snapshot, and asks eight questions:
  I1        nothing is settled twice, and no quote beyond its total
  I2, I3    contracts and items are those that EVE showed, as far as the database can tell
  I4        the audit trail has no gap, was not changed, and makes every quote, contract and
            settlement what it is; the guards of the database are as they were made
  I5        quotes and contracts went only where they may
  I6        ledger, settlements and lines add up
  I7        every settlement was for a contract as quoted
  verdicts  every verdict comes out again from what is stored with it

  --json    print {"holds","invariants":[{"id","sentence","holds","count","breaches":[{"invariant",
            "probe","id","what"}]}],"looked"} as one line
  --help    this text

Of each question the first ${LISTED} breaches are listed.

Exit codes: 0 everything holds, 1 something is broken, 2 wrong options, or it
could not be looked at everything.`;

export const command: Command = { help: HELP, run };

async function run(args: string[]): Promise<number> {
  const { json } = readOptions(args, { json: { type: 'boolean', default: false } });
  const report = await look();
  console.log(json ? JSON.stringify(report) : toText(report));
  return report.holds ? 0 : 1;
}

/** Exit code 1 says that something is broken, which nobody knows who has not looked at everything. */
async function look(): Promise<CheckReport> {
  try {
    await using database = await openSiteDatabase('check');
    const client = await database.pool.connect();
    try {
      return await checkInvariants(client);
    } finally {
      client.release();
    }
  } catch (error) {
    if (error instanceof CommandError) throw new UsageError(error.message, { cause: error });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The check was not finished: ${reason}`, { cause: error });
  }
}

function toText({ holds, invariants, looked }: CheckReport): string {
  const lines = invariants.flatMap(({ id, sentence, count, breaches }) => [
    `${id.padEnd(8)}  ${count === 0 ? 'holds ' : 'BROKEN'}  ${sentence}`,
    ...breaches.map(({ probe, id: broken, what }) => `            ${probe}: ${broken} ${what}`),
    ...(count > breaches.length ? [`            and ${count - breaches.length} more`] : []),
  ]);
  const counts = Object.entries(looked).map(
    ([table, count]) => `${count} ${NOUNS[table] ?? table}`,
  );
  const broken = invariants.filter((each) => !each.holds).length;
  return [
    ...lines,
    `Looked at ${counts.join(', ')}.`,
    holds ? 'Everything holds.' : `${broken} of ${invariants.length} are broken.`,
  ].join('\n');
}

const NOUNS: Record<string, string> = {
  quote: 'quotes',
  contract: 'contracts',
  settlement: 'settlements',
  verdict: 'verdicts',
  audit_event: 'audit rows',
};
