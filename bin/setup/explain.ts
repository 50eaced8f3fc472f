import { EnvError } from '#lib/server/env.ts';
import { ServiceError } from '#lib/server/service-errors.ts';
import { explainFileFault } from './explain-file-fault.mjs';
import { TaskError } from './run-to-end.ts';
import { SetupError } from './setup-error.ts';

/** What a person can act on comes as a sentence; only a fault of ours comes with its stack. */
export function explain(fault: unknown): string {
  const isPlain = [SetupError, EnvError, ServiceError, TaskError].some(
    (kind) => fault instanceof kind,
  );
  if (isPlain && fault instanceof Error) return fault.message;
  const sentence = explainFileFault(fault);
  if (sentence) return sentence;
  return fault instanceof Error ? (fault.stack ?? fault.message) : String(fault);
}
