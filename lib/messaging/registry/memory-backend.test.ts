import { createMemoryBackend, createMemoryHub } from './memory-backend.ts';
import { describeRegistry } from './testing/registry-contract.ts';

describeRegistry('memory', () => {
  const hub = createMemoryHub();
  return () => createMemoryBackend(hub);
});
