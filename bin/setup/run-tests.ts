import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { explain } from './explain.ts';
import { generate } from './generate.ts';
import { startGuard } from './guard.ts';
import { listenForInterrupts } from './interrupts.ts';
import { addTallies, type Tally } from './tally.ts';
import { startTestServices, type TestServices } from './test-services.ts';
import { STEPS, type Step, type StepContext } from './test-steps.ts';

const USAGE = `Usage: npm test -- [--only <group>] [files or flags of the runner]

Groups: lint, types, unit, integration, faults, build, e2e. For example:
  npm test -- --only unit lib/core
  npm test -- --only e2e tests/e2e/sell-ore.spec.ts`;

/**
 * `npm test`: every check, or one group of them. A failure does not keep the others from running.
 *
 * @returns The exit code. The last line printed is `N passed, N failed`.
 */
export async function runTests(root: string, args: readonly string[]): Promise<number> {
  const chosen = chooseSteps(args);
  if (!chosen) {
    console.log(USAGE);
    return 64;
  }
  const interrupts = listenForInterrupts();
  const guard = startGuard();
  mkdirSync(join(root, '.data', 'test'), { recursive: true });
  let services: Promise<TestServices> | undefined;
  const context: StepContext = {
    root,
    extra: chosen.extra,
    signal: interrupts.stop,
    guard,
    say: (text) => console.log(text),
    services: () => {
      services ??= startTestServices(root, (text) => console.log(text));
      return services;
    },
  };

  const tallies: Tally[] = [];
  try {
    await generate(root, { signal: interrupts.stop, guard });
    for (const step of chosen.steps) {
      if (interrupts.stop.aborted) break;
      tallies.push(await runStep(step, context));
    }
  } catch (error) {
    console.error(explain(error));
    tallies.push({ passed: 0, failed: 1, skipped: 0 });
  } finally {
    const running = await services?.catch(() => undefined);
    await running?.[Symbol.asyncDispose]();
    await guard.release();
  }

  const { passed, failed } = addTallies(tallies);
  if (interrupts.stop.aborted) {
    console.log('Interrupted.');
    return 130;
  }
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && passed > 0 ? 0 : 1;
}

async function runStep(step: Step, context: StepContext): Promise<Tally> {
  const startedAt = performance.now();
  const result = await step.run(context).catch((error: unknown) => ({
    tally: { passed: 0, failed: 1, skipped: 0 },
    output: explain(error),
  }));
  const { passed, failed, skipped } = result.tally;
  const seconds = Math.round((performance.now() - startedAt) / 1_000);
  const counts = [
    `${passed} ok`,
    failed ? `${failed} wrong` : '',
    skipped ? `${skipped} skipped` : '',
  ];
  console.log(
    `${failed ? '✗' : '✓'} ${step.name}: ${counts.filter(Boolean).join(', ')} (${seconds} s)`,
  );
  if (failed) console.log(indent(result.output));
  return result.tally;
}

function chooseSteps(
  args: readonly string[],
): { steps: readonly Step[]; extra: readonly string[] } | undefined {
  if (args.includes('--help')) return undefined;
  const at = args.indexOf('--only');
  if (at < 0) return args.length === 0 ? { steps: STEPS, extra: [] } : undefined;
  const group = args[at + 1];
  const steps = STEPS.filter((step) => step.group === group);
  const extra = args.filter((_, index) => index !== at && index !== at + 1);
  return steps.length > 0 ? { steps, extra } : undefined;
}

function indent(text: string): string {
  return text.trimEnd().replaceAll(/^/gm, '  ');
}
