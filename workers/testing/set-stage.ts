import { afterAll, beforeEach } from 'vitest';
import { createStage, PILOT_ID, type Stage } from './stage.ts';

/**
 * The stage of all tests in a file, with the pilot signed in; it is struck after the last of them.
 * EVE answers unspoilt at the start of each. For the top of a file.
 */
export async function setStage(): Promise<{ stage: Stage; accountId: string }> {
  const stage = await createStage();
  afterAll(() => stage[Symbol.asyncDispose]());
  beforeEach(() => {
    stage.esi.tamper = (_path, answer) => answer;
  });
  return { stage, accountId: await stage.signIn(PILOT_ID) };
}
