/**
 * Sessions between browsers, on a signaling server. Nothing happens when it is imported.
 *
 * @module
 */
export { type ClientEvents, connect, createClient, type SignalClient } from './create-client.ts';
export type { Session, SessionEvents, SessionStatus } from './session.ts';
