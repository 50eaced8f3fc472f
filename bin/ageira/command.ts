/**
 * What every command of the command line has in common.
 *
 * @module
 */
import { fstatSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';

export type Command = {
  /** Printed for `--help`. */
  help: string;
  /** @returns The exit code. */
  run(args: string[]): Promise<number>;
};

type Options = NonNullable<ParseArgsConfig['options']>;

/** Wrong options or input. The message is a sentence for the operator; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** What was asked for cannot be done. The message is a sentence for the operator; the exit code is 1. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Read options; nothing but options is taken. @throws {UsageError} For any that is not known. */
export function readOptions<Given extends Options>(args: string[], options: Given) {
  return readArguments(args, options, []).values;
}

/**
 * Read options and the words between them.
 *
 * @param names What each word is called; so many must be there.
 * @param more How many may follow.
 * @throws {UsageError} For an unknown option, a word too many or one that is missing.
 */
export function readArguments<Given extends Options, Names extends readonly string[]>(
  args: string[],
  options: Given,
  names: Names,
  more = 0,
) {
  const parsed = parse(args, options, names.length + more > 0);
  const words = parsed.positionals;
  const missing = names[words.length];
  if (missing !== undefined) throw new UsageError(`The ${missing} is missing.`);
  const most = names.length + more;
  if (words.length > most) {
    throw new UsageError(`Unexpected argument '${words[most]}'.`);
  }
  return { values: parsed.values, words };
}

/**
 * Read standard input as UTF-8.
 *
 * @throws {UsageError} When it is larger than `maxBytes`, or cannot be read.
 */
export async function readInput(maxBytes: number): Promise<string> {
  // Node takes a folder for an input of nothing.
  if (fstatSync(process.stdin.fd).isDirectory()) {
    throw new UsageError('The input is a folder, which cannot be read.');
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of process.stdin) {
    const buffer = Buffer.from(chunk);
    bytes += buffer.length;
    if (bytes > maxBytes) throw new UsageError(`The input is larger than ${maxBytes} bytes.`);
    chunks.push(buffer);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parse<Given extends Options>(args: string[], options: Given, allowPositionals: boolean) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals });
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error));
  }
}

function firstSentence(message: string): string {
  const [sentence = message] = message.split('. ');
  return `${sentence.replace(/\.$/, '')}.`;
}
