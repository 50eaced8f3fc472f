/**
 * Something a person must do before the command can go on. The message is one or two sentences:
 * what happened and what to do; it is printed alone, without a stack.
 */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
