import * as z from 'zod';
import { strangers } from '../crowd/strangers.ts';
import { findAlliance, findCorporation, findPilot } from '../presets.ts';
import { type EsiAnswer, type EsiAsk, refuse } from './route.ts';

const KEPT_MAILS = 200;

const mailSchema = z.object({
  approved_cost: z.int().optional(),
  body: z.string().max(10_000),
  recipients: z
    .array(
      z.object({
        recipient_id: z.int(),
        recipient_type: z.enum(['alliance', 'character', 'corporation', 'mailing_list']),
      }),
    )
    .min(1)
    .max(50),
  subject: z.string().max(1_000),
});

/** Sends a mail: the control page shows what was sent. */
export function sendMail({ parts, params, body, now }: EsiAsk): EsiAnswer {
  const mail = mailSchema.safeParse(body);
  if (!mail.success) return refuse(400, z.prettifyError(mail.error));
  const { recipients, subject } = mail.data;
  const stranger = recipients.find((one) => !exists(one.recipient_id, one.recipient_type));
  if (stranger) {
    return refuse(400, `Invalid recipient: ${stranger.recipient_id}`);
  }
  const { world } = parts.store;
  const mailId = world.nextRecordId;
  world.nextRecordId += 1;
  world.mails = [
    {
      mailId,
      fromId: Number(params.character_id),
      recipients: recipients.map((one) => ({ id: one.recipient_id, kind: one.recipient_type })),
      subject,
      body: mail.data.body,
      sentAt: now.toISOString(),
    },
    ...world.mails,
  ].slice(0, KEPT_MAILS);
  return { ok: true, status: 201, data: mailId };
}

function exists(id: number, kind: string): boolean {
  if (kind === 'character') {
    return findPilot(id) !== undefined || strangers.some(({ characterId }) => characterId === id);
  }
  if (kind === 'corporation') return findCorporation(id) !== undefined;
  return kind === 'alliance' && findAlliance(id) !== undefined;
}
