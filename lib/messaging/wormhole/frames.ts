/**
 * What travels: short arrays that begin with a tag. A message of more than one frame is a batch. An
 * upper-case tag says that values are encoded (`rich-values.ts`), which only a JSON channel needs.
 *
 * @module
 */
export type Frame = readonly unknown[];

export const BATCH = '~b'; // frames
export const CALL = '~c'; // id, name, args
export const RICH_CALL = '~C';
export const RESULT = '~r'; // id, value
export const RICH_RESULT = '~R';
export const FAILURE = '~x'; // id, error details
export const RICH_FAILURE = '~X';
export const EVENT = '~e'; // name, args
export const RICH_EVENT = '~E';
export const CANCEL = '~k'; // id
export const STREAM = '~s'; // id; its items follow
export const ITEM = '~n'; // id, value
export const RICH_ITEM = '~N';
export const END = '~z'; // id
export const CREDIT = '~+'; // id, how many more items may come
export const GOODBYE = '~d';

/** Whether a message is of a wormhole; any other is somebody else's on the same channel. */
export function isFrame(message: unknown): message is Frame {
  if (!Array.isArray(message)) return false;
  const tag: unknown = message[0];
  return typeof tag === 'string' && tag.length === 2 && tag.charCodeAt(0) === TILDE;
}

const TILDE = 126;
