/**
 * EVE Online in a box: SSO, ESI, images and a game client, for development and tests.
 *
 * @module
 */
export type { SandboxClient, SandboxLog } from './context.ts';
export * from './errors.ts';
export type { Fault, FaultKind, FaultTarget } from './faults/schema.ts';
export type { CreateContractInput } from './game/schema.ts';
export {
  type SandboxCorporation,
  type SandboxPilot,
  sandboxCorporations,
  sandboxPilots,
} from './presets.ts';
export { sandboxScopes } from './sso/scopes.ts';
export { type Sandbox, type SandboxOptions, startSandbox } from './start-sandbox.ts';
