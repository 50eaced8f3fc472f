/** What travels between Signal-Fire's server and clients. `PROTOCOL.md` says what it means. */
export * from './browser.ts';
export { describeProtocol, type ProtocolSchemas } from './describe-protocol.ts';
export {
  answers,
  clientId,
  events,
  MAX_RELAYED_LENGTH,
  refusal,
  requests,
  roomName,
  sessionId,
} from './schemas.ts';
