import type { Context, MessageHook } from './context.ts';
import type { Message } from './decode.ts';
import { compose, requireHooks } from './hooks.ts';

/** Fallback for messages whose command has no hooks of its own. */
const ANY = '*';

/**
 * Message hooks chosen by the text of one field.
 *
 * @example
 * const commands = new Commands().use('greet', (message, ctx) => ctx.send({ hello: message.name }));
 * app.useMessage(commands.compose());
 */
export class Commands<State extends object> {
  readonly #key: string;
  // A map: names come from peers, and `constructor` is one.
  readonly #hooks = new Map<string, MessageHook<State>>();

  /** @param options.key The field; `cmd` by default. */
  constructor({ key = 'cmd' }: { readonly key?: string } = {}) {
    this.#key = key;
  }

  /** Add hooks for one command; `'*'` for those that have none. @throws {TypeError} Without a hook. */
  use(command: string, ...hooks: MessageHook<State>[]): this {
    requireHooks(hooks);
    const before = this.#hooks.get(command);
    this.#hooks.set(command, compose(before ? [before, ...hooks] : hooks));
    return this;
  }

  /**
   * One hook of all. A message that has hooks never reaches the hooks after this one; commands added later
   * are known to it.
   */
  compose(): MessageHook<State> {
    const find = (message: Message) => {
      const command = message[this.#key];
      const own =
        typeof command === 'string' && command !== ANY ? this.#hooks.get(command) : undefined;
      return own ?? this.#hooks.get(ANY);
    };
    return (message: Message, context: Context<State>, next) => {
      const hook = find(message);
      return hook ? hook(message, context, () => undefined) : next();
    };
  }
}
