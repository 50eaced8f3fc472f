/** A promise that a test resolves when it wants to. */
export function createGate(): { readonly promise: Promise<void>; open(): void } {
  let open = () => {};
  const promise = new Promise<void>((done) => {
    open = done;
  });
  return { promise, open: () => open() };
}
