/**
 * The slim client of a signaling server: for browsers and programs. Nothing happens when it is imported.
 *
 * @module
 */

export type { Answer, Candidate, Offer, Relayed, SessionState } from '../protocol/browser.ts';
export {
  type Connect,
  type ConnectEvents,
  type ConnectionState,
  type ConnectOptions,
  createConnect,
} from './create-connect.ts';
export { SignalRefusedError } from './errors.ts';
