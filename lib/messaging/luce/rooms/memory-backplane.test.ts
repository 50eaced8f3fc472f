import { backplaneContract } from '../testing/backplane-contract.ts';
import { createMemoryBackplane } from './memory-backplane.ts';

backplaneContract('memory', () => {
  const backplane = createMemoryBackplane();
  return { a: backplane, b: backplane, async [Symbol.asyncDispose]() {} };
});
