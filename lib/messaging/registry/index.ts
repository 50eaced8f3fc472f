/**
 * Who is connected, to which node, and messages to them wherever they are.
 *
 * @module
 */
export type { Backend } from './backend.ts';
export {
  RegistryClosedError,
  RegistryDataError,
  RegistryDeliveryError,
  RegistryError,
  RegistryExistsError,
  RegistryMissingError,
  RegistryOfflineError,
  RegistryOverflowError,
  RegistryTakenError,
  RegistryTimeoutError,
  RegistryUnavailableError,
} from './errors.ts';
export type { ClientData, Json } from './json.ts';
export { createMemoryBackend, createMemoryHub, type MemoryHub } from './memory-backend.ts';
export type { SendOptions } from './postbox.ts';
export { createRedisBackend, type RedisBackendOptions } from './redis-backend.ts';
export { openRegistry, type Registry } from './registry.ts';
export type {
  ClientInfo,
  Lease,
  RegisterOptions,
  RegistryOptions,
  RegistryPeer,
} from './registry-types.ts';
