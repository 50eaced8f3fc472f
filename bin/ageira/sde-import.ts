import {
  ExportUnreadableError,
  importExport,
  type StaticTables,
} from '#lib/eve/static-data/index.ts';
import { type ImportOutcome, importStaticData } from '#lib/server/import-static-data.ts';
import { readCurrentTables } from '#lib/server/static-data.ts';
import { type Command, CommandError, readArguments, UsageError } from './command.ts';
import { describeImport, toImportJson } from './sde-report.ts';
import { openSiteDatabase, type SiteDatabase } from './site-database.ts';

const HELP = `Bring a newer export of EVE's static data into the database, while the site serves.

  npm run --silent ageira -- sde import EXPORT [OPTIONS]

EXPORT is CCP's static data export in the variant "JSON Lines": the .zip as it was downloaded from
https://developers.eveonline.com/static-data, or the folder it was unpacked to. It goes into the
database of DATABASE_URL or, where nothing is configured, into the one that "npm start" runs here.

Everything changes at once or, if anything is wrong, nothing. The site and the workers take the new
data within ten seconds, without a restart. A type that the export has no more is offered no more,
but old quotes keep its name; a renamed type is still found by its old name.

  --dry-run      only report what would change
  --json         report everything, as one line of JSON (the text shows the first 50 of each list)
  --allow-older  take an export that is older than what is loaded
  --force        take an export that loses more than 5 % of a table
  --build N      CCP's build number, for an export without the file _sde.jsonl
  --help         this text

Exit codes: 0 imported, or nothing to do; 1 refused or failed, and nothing was changed; 2 wrong
options, or an export that cannot be read; 130 stopped by Ctrl-C, and nothing was changed.`;

const STOPPED = 130;

const OPTIONS = {
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  'allow-older': { type: 'boolean', default: false },
  force: { type: 'boolean', default: false },
  build: { type: 'string' },
} as const;

type Job = {
  readonly path: string;
  readonly build: number | undefined;
  readonly isRehearsal: boolean;
  readonly allowOlder: boolean;
  readonly allowLosses: boolean;
  readonly signal: AbortSignal;
  readonly onCommit: () => void;
};

export const command: Command = { help: HELP, run };

async function run(args: string[]): Promise<number> {
  const { values, words } = readArguments(args, OPTIONS, ['folder or zip file of the export']);
  const [path = ''] = words;
  const build = readBuild(values.build);
  const startedAt = performance.now();
  const interrupt = listenForInterrupt();
  try {
    const job = bringIn({
      path,
      build,
      isRehearsal: values['dry-run'],
      allowOlder: values['allow-older'],
      allowLosses: values.force,
      signal: interrupt.signal,
      onCommit: interrupt.ignore,
    });
    const outcome = await Promise.race([job, interrupt.raised]);
    const elapsedMs = Math.round(performance.now() - startedAt);
    const { text, refusal } = describeImport(outcome, elapsedMs);
    if (values.json) console.log(JSON.stringify(toImportJson(outcome, elapsedMs)));
    else if (text) console.log(text);
    if (refusal) console.error(refusal);
    return outcome.ok ? 0 : 1;
  } catch (error) {
    if (interrupt.signal.aborted) {
      console.error('Stopped. Nothing was changed.');
      // A statement may still wait for its turn. Without us the database drops its transaction.
      process.exit(STOPPED);
    }
    if (error instanceof ExportUnreadableError) throw new UsageError(error.message);
    throw error;
  }
}

async function bringIn({ path, build, signal, ...policy }: Job): Promise<ImportOutcome> {
  await using database = await openSiteDatabase('sde-import');
  const current = await readCurrentTables(database);
  signal.throwIfAborted();
  const next = await importExport(path, {
    current,
    build,
    signal,
    onFile: (file, rows) => console.error(`${file}: ${rows.toLocaleString('en')} rows`),
  });
  // Awaited here: the database is closed on the way out.
  return await store(database, next, { ...policy, signal });
}

async function store(
  database: SiteDatabase,
  next: StaticTables,
  policy: Parameters<typeof importStaticData>[2],
): Promise<ImportOutcome> {
  try {
    return await importStaticData(database, next, policy);
  } catch (cause) {
    if (policy?.signal?.aborted) throw cause;
    const [reason = ''] = String(cause instanceof Error ? cause.message : cause)
      .trim()
      .split('\n')
      .slice(-1);
    throw new CommandError(
      `The import broke off: ${reason}\nNothing is half done; run it again once that is mended.`,
      { cause },
    );
  }
}

/** Ctrl-C ends everything at once, up to the moment where the change is on its way. */
function listenForInterrupt() {
  const controller = new AbortController();
  const { signal } = controller;
  const raised = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason));
  });
  // Once all is decided nobody waits for it any more.
  raised.catch(() => undefined);
  let isIgnored = false;
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (!isIgnored) controller.abort();
    });
  }
  return {
    signal,
    raised,
    ignore: () => {
      isIgnored = true;
    },
  };
}

function readBuild(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,9}$/.test(text)) return Number(text);
  throw new UsageError('--build takes a number, such as 3484357.');
}
