import type { Command } from './ageira/command.ts';
import { CommandError, UsageError } from './ageira/command.ts';
import { nearestName } from './ageira/nearest-name.ts';
import type { WorkersVerb } from './ageira/workers.ts';

/**
 * Each command is loaded when it is called, so that one does not wait for what another needs: most
 * of them need no database.
 */
const COMMANDS: Record<string, { summary: string; load(): Promise<{ command: Command }> }> = {
  paste: {
    summary: 'read items out of pasted text',
    load: () => import('./ageira/paste.ts'),
  },
  match: {
    summary: 'check a contract against a quote',
    load: () => import('./ageira/match.ts'),
  },
  reprocess: {
    summary: 'say what comes out of a refinery',
    load: () => import('./ageira/reprocess.ts'),
  },
  check: {
    summary: 'check that everything in the database adds up',
    load: () => import('./ageira/check.ts'),
  },
  esi: {
    summary: 'ask ESI as the site does',
    load: () => import('./ageira/esi.ts'),
  },
  'sde import': {
    summary: "bring a newer export of EVE's static data into the running site",
    load: () => import('./ageira/sde-import.ts'),
  },
  'workers list': {
    summary: 'how the workers of the running site are',
    load: loadWorkers('list'),
  },
  'workers pause': {
    summary: 'let workers begin nothing new',
    load: loadWorkers('pause'),
  },
  'workers resume': {
    summary: 'let paused workers go on',
    load: loadWorkers('resume'),
  },
  'workers restart': {
    summary: 'end workers in good order, and start them again',
    load: loadWorkers('restart'),
  },
  'workers sync': {
    summary: 'read contract lists and prices now',
    load: loadWorkers('sync'),
  },
  'workers log-level': {
    summary: 'let workers log more or less',
    load: loadWorkers('log-level'),
  },
  'members grant-owner': {
    summary: 'make somebody an owner of the site',
    load: () => import('./ageira/members-grant-owner.ts'),
  },
};

function loadWorkers(verb: WorkersVerb) {
  return async () => ({ command: (await import('./ageira/workers.ts')).commandOf(verb) });
}

watchOutput();
process.exitCode = await main(process.argv.slice(2));

async function main(words: string[]): Promise<number> {
  const [first = '--help'] = words;
  if (first === '--help' || first === '-h' || first === 'help') {
    console.log(help());
    return 0;
  }
  try {
    const { found, args } = findCommand(words);
    const { command } = await found.load();
    if (args.includes('--help') || args.includes('-h')) {
      console.log(command.help);
      return 0;
    }
    return await command.run(args);
  } catch (error) {
    if (error instanceof CommandError) {
      console.error(error.message);
      return 1;
    }
    if (!(error instanceof UsageError)) {
      // Not as Node itself writes it: an error's other fields may hold what was given, secrets too.
      console.error(error instanceof Error ? error.stack : error);
      return 1;
    }
    console.error(`${error.message}\nSee npm run --silent ageira -- --help`);
    return 2;
  }
}

/** A command's name is one word or two ("sde import"). @throws {UsageError} With the nearest name. */
function findCommand(words: string[]) {
  for (const count of [2, 1]) {
    const name = words.slice(0, count).join(' ');
    const found = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (found) return { found, args: words.slice(count) };
  }
  const [first = '', second = ''] = words;
  const group = Object.keys(COMMANDS).filter((name) => name.startsWith(`${first} `));
  if (group.length > 0 && (second === '' || second.startsWith('-'))) {
    throw new UsageError(`"${first}" is not a whole command. There is: ${group.join(', ')}.`);
  }
  const given = group.length > 0 ? `${first} ${second}` : first;
  const near = nearestName([given, `${first} ${second}`], Object.keys(COMMANDS));
  const advice = near ? ` Did you mean "${near}"?` : '';
  throw new UsageError(`There is no command "${given}".${advice}`);
}

/** `ageira … | head`: the reader has what it wanted, and nobody is left to complain to. */
function watchOutput(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      if (stream === process.stdout) {
        console.error(`The output could not be written (${error.code ?? error.message}).`);
      }
      process.exit(2);
    });
  }
}

function help(): string {
  const width = Math.max(...Object.keys(COMMANDS).map((name) => name.length));
  const lines = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `  ${name.padEnd(width)}  ${summary}`,
  );
  return `The command line of Ageira Trade.

  npm run --silent ageira -- COMMAND [OPTIONS]

Commands:
${lines.join('\n')}

COMMAND --help says more. Exit codes: 0 done, 1 failed, 2 wrong options or input.`;
}
