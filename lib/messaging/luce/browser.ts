/**
 * The client of luce's WebSocket server, for browsers and programs. Nothing happens when it is imported.
 *
 * @module
 */
export {
  createLuceClient,
  type LuceClient,
  type LuceClientEvents,
  type LuceState,
} from './client/create-client.ts';
export type { LuceClientOptions, WebSocketClass, WebSocketLike } from './client/options.ts';
export type { RoomListener, SubscribeOptions } from './client/rooms.ts';
export { LuceAnswerError, LuceClosedError, LuceTimeoutError } from './errors.ts';
export type { RequestOptions } from './requests.ts';
