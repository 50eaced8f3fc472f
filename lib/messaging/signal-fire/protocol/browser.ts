/** What both ends agree upon, without zod: names, and types. */

export { createEvents, type Events } from './events.ts';
export { CLOSE_CODES, PROTOCOL, RESUME_PREFIX, TOKEN_PREFIX } from './names.ts';
export type {
  Answer,
  Candidate,
  Offer,
  RefusalCode,
  Relayed,
  Requests,
  SessionState,
  SignalEvents,
} from './schemas.ts';
