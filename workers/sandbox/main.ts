import { join } from 'node:path';
import { SandboxError, sandboxScopes, startSandbox } from '#lib/eve/sandbox/index.ts';
import { createStaticData, readSnapshot } from '#lib/eve/static-data/index.ts';
import { EnvError } from '#lib/server/env.ts';
import { createLog } from '#lib/server/log.ts';
import { readSettings, refuseToStart } from '#lib/server/prepare.ts';
import { listenForStop, logFaults } from '#lib/server/process.ts';
import { ServiceError } from '#lib/server/service-errors.ts';
import { signInTrader } from './sign-in-trader.ts';

const env = readSettings('sandbox');
const log = createLog({ name: 'sandbox', level: env.LOG_LEVEL });
if (env.AGEIRA_MODE !== 'sandbox') {
  refuseToStart('sandbox', new EnvError('The sandbox runs with AGEIRA_MODE=sandbox only.'));
}

const stopped = listenForStop();
logFaults({ log });
const sandbox = await startSandbox({
  staticData: createStaticData(await readSnapshot()),
  port: env.SANDBOX_PORT,
  host: env.HOST,
  stateDir: env.SANDBOX_STATE_DIR ?? join(process.cwd(), '.data', 'sandbox'),
  clients: [
    {
      clientId: env.EVE_CLIENT_ID,
      clientSecret: env.EVE_CLIENT_SECRET,
      redirectUris: [`${env.PUBLIC_URL}/api/auth/callback/eve`],
      scopes: sandboxScopes,
    },
  ],
  appUrl: env.PUBLIC_URL,
  log,
}).catch((fault: unknown) =>
  refuseToStart('sandbox', fault instanceof SandboxError ? new ServiceError(fault.message) : fault),
);
log.info({ url: sandbox.url }, 'the sandbox is ready');

// A site that is not prepared, or was closed to its trader, is no reason to have no sandbox.
signInTrader(env, log).catch((error: unknown) => {
  log.warn({ err: error }, 'the trader of the sandbox could not sign in');
});
process.send?.({ kind: 'ready' });

const reason = await stopped;
try {
  await sandbox.close();
  log.info({ reason }, 'the sandbox saved its universe and stopped');
  process.exit(0);
} catch (error) {
  log.fatal({ err: error }, 'the sandbox could not save its universe');
  process.exit(1);
}
