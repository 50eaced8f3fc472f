export type Gate<Value> = { readonly promise: Promise<Value>; open(value: Value): void };

/** A promise that the test resolves. */
export function createGate<Value = void>(): Gate<Value> {
  let open: (value: Value) => void = () => {};
  const promise = new Promise<Value>((resolve) => {
    open = resolve;
  });
  return { promise, open };
}
