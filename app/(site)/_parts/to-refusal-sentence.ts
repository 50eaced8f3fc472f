import { SIGN_IN_REFUSALS, signInRefusalSchema } from '#lib/features/accounts/schema.ts';

/** What a page says for the `error` in its address: anybody may have written it. */
export function toRefusalSentence(error: string | string[]): string {
  const known = signInRefusalSchema.safeParse(error);
  return SIGN_IN_REFUSALS[known.success ? known.data : 'failed'];
}
