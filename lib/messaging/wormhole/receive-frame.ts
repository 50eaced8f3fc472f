import { WormholeProtocolError } from './errors.ts';
import * as frames from './frames.ts';
import type { OutgoingCalls } from './outgoing-calls.ts';
import type { RemoteEvents } from './remote-events.ts';
import { decodeRich } from './rich-values.ts';
import type { ServedCalls } from './served-calls.ts';

/** What serves calls, whatever their context. */
type Served = Pick<ServedCalls<unknown>, 'accept' | 'cancel' | 'grant' | 'fail'>;

export type Receiver = {
  readonly calls: OutgoingCalls;
  readonly served: Served;
  readonly events: RemoteEvents;
  readonly onGoodbye: () => void;
  readonly onProblem: (error: unknown) => void;
};

/** Outboxes gather 32. A message of many more would hold up everything else for seconds. */
const MOST_IN_BATCH = 1_000;

/** Act on one message of the other end. Never throws: what is wrong with it is reported. */
export function receiveFrame(receiver: Receiver, frame: frames.Frame): void {
  if (frame[0] !== frames.BATCH) {
    receiveOne(receiver, frame);
    return;
  }
  const batch = frame[1];
  if (!Array.isArray(batch) || batch.length > MOST_IN_BATCH) {
    reject(receiver, 'a batch that is no list, or too long a one');
    return;
  }
  for (let index = 0; index < batch.length; index += 1) {
    const one: unknown = batch[index];
    // A batch in a batch is not looked into: it could be nested as deep as the stack.
    if (frames.isFrame(one)) receiveOne(receiver, one);
    else reject(receiver, 'no frame in a batch');
  }
}

function receiveOne(receiver: Receiver, frame: frames.Frame): void {
  const { calls, served } = receiver;
  try {
    switch (frame[0]) {
      case frames.RESULT:
        calls.succeed(frame[1], frame[2]);
        break;
      case frames.CALL:
        receiveCall(receiver, frame[1], frame[2], frame[3]);
        break;
      case frames.EVENT:
        receiveEvent(receiver, frame[1], frame[2]);
        break;
      case frames.ITEM:
        calls.addItem(frame[1], frame[2]);
        break;
      case frames.FAILURE:
        calls.fail(frame[1], frame[2]);
        break;
      case frames.CANCEL:
        served.cancel(frame[1]);
        break;
      case frames.CREDIT:
        served.grant(frame[1], frame[2]);
        break;
      case frames.STREAM:
        calls.openStream(frame[1]);
        break;
      case frames.END:
        calls.endStream(frame[1]);
        break;
      case frames.GOODBYE:
        receiver.onGoodbye();
        break;
      default:
        receiveRich(receiver, frame);
        break;
    }
  } catch (error) {
    receiver.onProblem(error);
  }
}

/** A tag that is not known may be of a newer version: it is let pass. */
function receiveRich(receiver: Receiver, frame: frames.Frame): void {
  const { calls } = receiver;
  switch (frame[0]) {
    case frames.RICH_CALL:
      receiveRichCall(receiver, frame);
      break;
    case frames.RICH_EVENT:
      receiveEvent(receiver, frame[1], decodeRich(frame[2]));
      break;
    case frames.RICH_RESULT:
      settleRich(receiver, frame, (value) => calls.succeed(frame[1], value));
      break;
    case frames.RICH_FAILURE:
      settleRich(receiver, frame, (details) => calls.fail(frame[1], details));
      break;
    case frames.RICH_ITEM:
      settleRich(receiver, frame, (value) => calls.addItem(frame[1], value));
      break;
  }
}

/** What cannot be decoded must not leave its caller waiting. */
function settleRich(
  { calls }: Receiver,
  frame: frames.Frame,
  settle: (value: unknown) => void,
): void {
  let value: unknown;
  try {
    value = decodeRich(frame[2]);
  } catch (error) {
    calls.refuse(frame[1], error as WormholeProtocolError);
    throw error;
  }
  settle(value);
}

function receiveRichCall(receiver: Receiver, [, id, name, nodes]: frames.Frame): void {
  let args: unknown;
  try {
    args = decodeRich(nodes);
  } catch (error) {
    if (typeof id === 'number') receiver.served.fail(id, error);
    throw error;
  }
  receiveCall(receiver, id, name, args);
}

function receiveCall(receiver: Receiver, id: unknown, name: unknown, args: unknown): void {
  if (typeof id !== 'number') {
    reject(receiver, 'a call without a number');
    return;
  }
  if (typeof name !== 'string' || !isArgs(args)) {
    const error = new WormholeProtocolError('A call has a name and a list of arguments');
    receiver.served.fail(id, error);
    receiver.onProblem(error);
    return;
  }
  receiver.served.accept(id, name, args);
}

function receiveEvent(receiver: Receiver, name: unknown, args: unknown): void {
  if (typeof name !== 'string' || !isArgs(args)) {
    reject(receiver, 'an event of no name');
    return;
  }
  receiver.events.deliver(name, args);
}

/** More than any function has could fill the stack. */
const MOST_ARGS = 1_000;

function isArgs(args: unknown): args is readonly unknown[] {
  return Array.isArray(args) && args.length <= MOST_ARGS;
}

function reject({ onProblem }: Receiver, what: string): void {
  onProblem(new WormholeProtocolError(`The other end sent ${what}`));
}
