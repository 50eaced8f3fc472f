import { withNotes } from './request-notes.ts';

/**
 * Send a text in pieces, each made when the one before is on its way. The first is made at once: until it is
 * there, whatever fails is thrown. What fails later breaks the answer off, so that nobody takes a part for the
 * whole.
 *
 * @param onBreak Told why it broke off.
 */
export async function streamText(
  pieces: AsyncGenerator<string, void, undefined>,
  onBreak: (error: unknown) => void,
): Promise<ReadableStream<Uint8Array>> {
  const encoder = new TextEncoder();
  let next: IteratorResult<string, void> | null = await pieces.next();
  return new ReadableStream({
    async pull(controller) {
      try {
        // The reader's line sets the pace: the request's patience with the database was for the first piece.
        next ??= await withNotes({ isForAll: true }, () => pieces.next());
        if (next.done) return controller.close();
        controller.enqueue(encoder.encode(next.value));
        next = null;
      } catch (error) {
        onBreak(error);
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return();
    },
  });
}
