/**
 * What every command of the command line has in common.
 *
 * @module
 */
import { type ParseArgsConfig, parseArgs } from 'node:util';

export type Command = {
  /** Printed for `--help`. */
  help: string;
  /** @returns The exit code. */
  run(args: string[]): Promise<number>;
};

/** Wrong options or input. The message is a sentence for the operator; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Read options; nothing but options is taken. @throws {UsageError} For any that is not known. */
export function readOptions<Options extends NonNullable<ParseArgsConfig['options']>>(
  args: string[],
  options: Options,
) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? firstSentence(error.message) : String(error));
  }
}

/**
 * Read standard input as UTF-8.
 *
 * @throws {UsageError} When it is larger than `maxBytes`.
 */
export async function readInput(maxBytes: number): Promise<string> {
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

function firstSentence(message: string): string {
  const [sentence = message] = message.split('. ');
  return `${sentence.replace(/\.$/, '')}.`;
}
