import type { ChildProcess } from 'node:child_process';
import type { EventEmitter } from 'node:events';
import type { Channel, ChannelListener } from './channel.ts';
import { WormholeClosedError } from './errors.ts';
import { BATCH } from './frames.ts';

/** A child process with an IPC channel, or `process` in such a child. */
export type ProcessLike = ChildProcess | NodeJS.Process;

export type ProcessChannelOptions = {
  /**
   * As the child was forked. JSON, Node's default, is about twice as fast for small messages; 'advanced'
   * from some 64 KiB on. Saying 'json' of an 'advanced' channel costs some speed, the other way round
   * loses what JSON cannot hold.
   */
  readonly serialization?: 'json' | 'advanced';
};

type Send = (message: unknown, onSent?: () => void) => boolean;

/**
 * The end of a process and that of its pipe come in either order. The pipe may still hold answers, or be
 * held open by a grandchild; the process says why it ended. So long the one waits for the other.
 */
const BOTH_ENDS_MS = 1_000;
/** A batch of no frames. */
const NOTHING = [BATCH, []];

/** Make a channel of a child process, or of `process` in the child. */
export function createProcessChannel(
  source: ProcessLike,
  { serialization = 'json' }: ProcessChannelOptions = {},
): Channel {
  return new ProcessChannel(source, serialization === 'json' ? 'json' : 'structured');
}

export function isProcess(source: object): source is ProcessLike {
  return 'send' in source && 'on' in source && 'connected' in source;
}

function isChild(source: ProcessLike): source is ChildProcess {
  return 'signalCode' in source;
}

function hangUp(source: ProcessLike): void {
  if (source.connected) source.disconnect();
}

class ProcessChannel implements Channel {
  readonly source: ProcessLike;
  readonly carries: 'json' | 'structured';
  readonly isTrusted = true;
  #listener: ChannelListener | undefined;
  #isBlocked = false;
  #exit: Error | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(source: ProcessLike, carries: 'json' | 'structured') {
    this.source = source;
    this.carries = carries;
  }

  get isOpen(): boolean {
    return this.source.connected === true;
  }

  start(listener: ChannelListener): void {
    this.#listener = listener;
    this.#emitter.on('message', listener.onMessage);
    this.#emitter.on('disconnect', () => this.#noteDisconnect());
    // Of `process` itself it would mean that this process ends.
    if (isChild(this.source)) {
      this.#emitter.on('exit', (code: number | null, signal: string | null) => {
        this.#noteExit(code, signal);
      });
    }
    // Without a listener, a failed send or kill would be thrown at nobody.
    this.#emitter.on('error', (error: unknown) => {
      if (this.isOpen) listener.onProblem(error);
    });
  }

  send(message: unknown): boolean {
    // Its overloads for handles are of no use here, and hide that it takes any message.
    const source = this.source as unknown as { send: Send };
    const isWilling = source.send(message);
    if (isWilling || this.#isBlocked) return isWilling;
    this.#isBlocked = true;
    // A callback costs a turn for each message: only one that means nothing tells when all are out.
    source.send(NOTHING, () => this.#unblock());
    return false;
  }

  close(): void {
    this.#stop();
    // Node hands over early messages in a loop that fails where one of them has closed the channel.
    process.nextTick(hangUp, this.source);
  }

  #unblock(): void {
    this.#isBlocked = false;
    this.#listener?.onDrain();
  }

  #noteExit(code: number | null, signal: string | null): void {
    this.#exit = new WormholeClosedError(
      signal === null
        ? `the process ended with code ${code}`
        : `the process was ended by ${signal}`,
    );
    if (this.isOpen) this.#timer = setTimeout(() => this.#end(), BOTH_ENDS_MS);
    else this.#end();
  }

  #noteDisconnect(): void {
    const isRunning = isChild(this.source) && this.#exit === undefined;
    if (isRunning) this.#timer = setTimeout(() => this.#end(), BOTH_ENDS_MS);
    else this.#end();
  }

  get #emitter(): EventEmitter {
    return this.source;
  }

  #end(): void {
    const listener = this.#listener;
    this.#stop();
    listener?.onClose(this.#exit);
  }

  #stop(): void {
    clearTimeout(this.#timer);
    if (this.#listener === undefined) return;
    this.#emitter.off('message', this.#listener.onMessage);
    this.#listener = undefined;
  }
}
