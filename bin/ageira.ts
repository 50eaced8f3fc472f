import type { Command } from './ageira/command.ts';
import { UsageError } from './ageira/command.ts';

/** Each command is loaded when it is called, so that one does not wait for what another needs. */
const COMMANDS: Record<string, { summary: string; load(): Promise<{ command: Command }> }> = {
  paste: {
    summary: 'read items out of pasted text',
    load: () => import('./ageira/paste.ts'),
  },
  match: {
    summary: 'check a contract against a quote',
    load: () => import('./ageira/match.ts'),
  },
};

process.exitCode = await main(process.argv.slice(2));

async function main([name = '--help', ...args]: string[]): Promise<number> {
  if (name === '--help' || name === '-h' || name === 'help') {
    console.log(help());
    return 0;
  }
  try {
    const found = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
    if (!found) throw new UsageError(`There is no command "${name}".`);
    const { command } = await found.load();
    if (args.includes('--help') || args.includes('-h')) {
      console.log(command.help);
      return 0;
    }
    return await command.run(args);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(`${error.message}\nSee npm run --silent ageira -- --help`);
    return 2;
  }
}

function help(): string {
  const lines = Object.entries(COMMANDS).map(
    ([name, { summary }]) => `  ${name.padEnd(8)} ${summary}`,
  );
  return `The command line of Ageira Trade.

  npm run --silent ageira -- COMMAND [OPTIONS]

Commands:
${lines.join('\n')}

COMMAND --help says more. Exit codes: 0 done, 1 failed, 2 wrong options or input.`;
}
