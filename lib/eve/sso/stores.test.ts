import { createMemoryRefreshLock } from './memory-refresh-lock.ts';
import { createMemoryStateStore } from './memory-state-store.ts';
import { describeRefreshLock } from './testing/refresh-lock-contract.ts';
import { describeStateStore } from './testing/state-store-contract.ts';

describeRefreshLock('memory', async () => createMemoryRefreshLock());
describeStateStore('memory', async () => createMemoryStateStore());
