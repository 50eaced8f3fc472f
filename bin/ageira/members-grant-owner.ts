import { type AppointOwnerOutcome, appointOwner } from '#lib/features/accounts/appoint-owner.ts';
import { type Command, CommandError, readArguments, UsageError } from './command.ts';
import { openSiteDatabase, type SiteDatabase } from './site-database.ts';

const HELP = `Make somebody an owner of the site.

  npm run --silent ageira -- members grant-owner CHARACTER_ID [--json]

CHARACTER_ID is EVE's id of any character of the account; it must have signed in before. The account
becomes an owner, whoever else is one already. It is signed out everywhere, and has the role from its
next sign-in on. The audit trail keeps it.

OWNER_CHARACTER_IDS does the same for a new site: once for each character, and only while there is no
owner. This command is for afterwards.

  --json  print one line of JSON: {"accountId","characterId","characterName","roleBefore","role"}
  --help  this text

Exit codes: 0 done, 1 refused or failed and nothing was changed, 2 wrong options or input.`;

const CHARACTER_ID = /^[1-9]\d{0,15}$/;

type Refusal = Extract<AppointOwnerOutcome, { ok: false }>['reason'];

export const command: Command = { help: HELP, run };

async function run(args: string[]): Promise<number> {
  const { values, words } = readArguments(args, { json: { type: 'boolean', default: false } }, [
    'character id',
  ]);
  const characterId = readCharacterId(words[0] ?? '');
  await using database = await openSiteDatabase('members');
  const outcome = await appointOwner(database, characterId);
  if (!outcome.ok) throw new CommandError(await explain(database, outcome.reason, characterId));

  const { accountId, characterName, roleBefore } = outcome;
  console.log(
    values.json
      ? JSON.stringify({ accountId, characterId, characterName, roleBefore, role: 'owner' })
      : `${characterName}'s account owns the site now; before, it was a ${roleBefore}. It has to sign in again.`,
  );
  return 0;
}

function readCharacterId(text: string): number {
  const characterId = Number(text);
  if (CHARACTER_ID.test(text) && Number.isSafeInteger(characterId)) return characterId;
  throw new UsageError(`"${text}" is not a character id: it is EVE's number, digits only.`);
}

async function explain(
  { db }: SiteDatabase,
  reason: Refusal,
  characterId: number,
): Promise<string> {
  const { mode } = await db.site.findUniqueOrThrow({ where: { id: 1 } });
  // Without DATABASE_URL it is easily the wrong database that was found.
  const where =
    mode === 'sandbox'
      ? ' This is the database of a sandbox; for the real site set DATABASE_URL to its own.'
      : '';
  const sentences: Record<Refusal, string> = {
    'unknown-character': `Character ${characterId} has never signed in here. Let it sign in once, then try again.${where}`,
    'no-account': `Character ${characterId} is on no account: it was sold or unlinked. Let it sign in, then try again.`,
    'account-closed': `The account of character ${characterId} is blocked or deleted.`,
    'already-owner': `The account of character ${characterId} is an owner already.`,
  };
  return sentences[reason];
}
