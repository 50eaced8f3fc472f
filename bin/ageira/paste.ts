import { describeUnread } from '#lib/core/paste/describe-unread.ts';
import { findPasteRefusal, MAX_PASTE_BYTES, PASTE_REFUSALS } from '#lib/core/paste/paste-limits.ts';
import { type NameResolver, type PasteReading, readPaste } from '#lib/core/paste/read-paste.ts';
import { type Command, readInput, readOptions, UsageError } from './command.ts';

const HELP = `Read items out of pasted text, in any layout of the game's clipboard.

  npm run --silent ageira -- paste [--any-name] [--json] < text

Reads standard input (at most 1 MiB and 10,000 lines) and prints one line of JSON:
  {"items":[{"typeId","name","quantity","blueprintCopy"}],
   "unread":[{"line","text","reason","code","suggestions"}]}
"reason" is a sentence, "code" its fixed name, "suggestions" are the nearest real names.

  --any-name  accept every name; typeId is then null
  --json      the default
  --help      this text

Exit codes: 0 the text was read (even if lines of it were not), 2 wrong options or input.`;

export const command: Command = { help: HELP, run };

async function run(args: string[]): Promise<number> {
  const options = readOptions(args, {
    'any-name': { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  });
  const [text, resolver] = await Promise.all([
    readInput(MAX_PASTE_BYTES),
    options['any-name'] ? EVERY_NAME : loadNames(),
  ]);
  // Nothing in it is a reading too, for whoever pipes.
  const refusal = findPasteRefusal(text);
  if (refusal && refusal !== 'empty') throw new UsageError(PASTE_REFUSALS[refusal]);
  console.log(JSON.stringify(toJson(readPaste(text, resolver))));
  return 0;
}

const EVERY_NAME: NameResolver = {
  acceptsEveryName: true,
  resolve: (name) => ({ kind: 'type', typeId: null, name }),
};

async function loadNames(): Promise<NameResolver> {
  const { createStaticData, readSnapshot } = await import('#lib/eve/static-data/index.ts');
  const { resolveName } = createStaticData(await readSnapshot());
  return { resolve: resolveName };
}

function toJson({ items, unread }: PasteReading) {
  return {
    items: items.map(({ typeId, name, quantity, blueprintCopy }) => ({
      typeId,
      name,
      quantity,
      blueprintCopy,
    })),
    unread: unread.map((line) => ({
      line: line.line,
      text: line.text,
      reason: describeUnread(line),
      code: line.reason,
      suggestions: line.suggestions,
    })),
  };
}
