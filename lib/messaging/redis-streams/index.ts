/**
 * Streams of Redis: read by many listeners over one connection, handled by groups, written, and replayed.
 *
 * @module
 */
export type { Checkpoints } from './checkpoints.ts';
export {
  binaryPairs,
  type Decode,
  type FieldValue,
  type RawFields,
  type StreamFields,
  textFields,
  textPairs,
} from './entry.ts';
export {
  StreamsCheckpointError,
  StreamsEntryError,
  StreamsError,
  StreamsHandlerError,
  StreamsListenerError,
  StreamsLostError,
  StreamsReadError,
  StreamsTimeoutError,
  StreamsUnavailableError,
} from './errors.ts';
export { GroupConsumer } from './group-consumer.ts';
export type { GroupEntry, GroupOptions } from './group-options.ts';
export type { Gap, LocalEvents, StreamsLog } from './local-events.ts';
export { createMemoryCheckpoints } from './memory-checkpoints.ts';
export { createPublisher, type PublishOptions } from './publisher.ts';
export { type ReadAfterOptions, type Replay, readAfter, type StreamEntry } from './read-after.ts';
export { type CheckpointsRedis, createRedisCheckpoints } from './redis-checkpoints.ts';
export type { Position, StreamListener } from './stream.ts';
export { compareIds, isStreamId } from './stream-id.ts';
export { StreamsManager, type StreamsOptions } from './streams-manager.ts';
