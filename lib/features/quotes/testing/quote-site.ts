/**
 * A site with prices and people, and the verbs of a quote's life.
 *
 * @module
 */
import { randomUUID } from 'node:crypto';
import { appraise } from '#lib/features/appraisal/appraise.ts';
import type { VerdictKind } from '#lib/server/generated/prisma/client.ts';
import {
  createTradeSite,
  type Pilot,
  SCORDITE,
  type TradeSite,
  VELDSPAR,
} from '#tests/support/trade-site.ts';
import { cancelQuote } from '../cancel-quote.ts';
import { createClaimSecret, hashClaimSecret } from '../claim.ts';
import { claimGuestQuotes } from '../claim-guest-quotes.ts';
import { type CreateQuoteOutcome, createQuote, type QuoteMaker } from '../create-quote.ts';
import { getQuoteView } from '../get-quote-view.ts';
import type { Looker } from '../looker.ts';

export const NOBODY: Looker = { viewer: null, claimHash: null };

/** What is sold where a test does not say. */
const PASTE = 'Veldspar\t10000\nScordite\t4';

export type MakeOptions = { text?: string; key?: string; now?: Date };
export type QuoteSite = Awaited<ReturnType<typeof createQuoteSite>>;

/** Bring up a trade site that buys Veldspar and Scordite, with a seller, a stranger and staff. */
export async function createQuoteSite() {
  const site = await createTradeSite();
  await site.setPrice(VELDSPAR, 1_688n, 1_820n);
  await site.setPrice(SCORDITE, 3_000n, 3_333n);
  return {
    site,
    seller: await site.addPilot(9000000000002, 'Ilya Torvanen'),
    stranger: await site.addPilot(9000000000003, 'Sael Odrinn'),
    trader: await site.addPilot(9000000000001, 'Maren Tessidari', 'owner'),
    watcher: await site.addPilot(9000000000005, 'Ansa Vekkonen', 'viewer'),
    ...verbs(site),
  };
}

export function byAccount({ accountId }: Pilot): QuoteMaker {
  return { kind: 'account', accountId };
}

export function signedIn(viewer: Pilot): Looker {
  return { viewer, claimHash: null };
}

export function guest(): {
  maker: QuoteMaker;
  looker: Looker & { claimHash: Uint8Array<ArrayBuffer> };
} {
  const claimHash = hashClaimSecret(createClaimSecret());
  if (!claimHash) throw new Error('a new secret must hash');
  return { maker: { kind: 'guest', claimHash }, looker: { viewer: null, claimHash } };
}

function verbs(site: TradeSite) {
  async function make(maker: QuoteMaker, options: MakeOptions = {}): Promise<CreateQuoteOutcome> {
    const { key = randomUUID(), text = PASTE, now = site.now() } = options;
    const appraisal = await priced(text, now);
    return createQuote(site.container, { appraisal, text, idempotencyKey: key }, maker, now);
  }

  async function quote(maker: QuoteMaker): Promise<string> {
    const outcome = await make(maker);
    if (!outcome.ok) throw new Error(outcome.sentence);
    return outcome.code;
  }

  async function priced(text = PASTE, now = site.now()) {
    const outcome = await appraise(site.container, { text }, now);
    if (!outcome.ok) throw new Error(outcome.sentence);
    return outcome.appraisal;
  }

  async function view(code: string, looker: Looker) {
    const found = await getQuoteView(site.container, code, looker);
    if (!found) throw new Error(`no quote ${code}`);
    return found.view;
  }

  function cancel(code: string, looker: Looker) {
    return cancelQuote(site.container, code, looker, site.now());
  }

  function claim({ accountId }: Pilot, { claimHash }: { claimHash: Uint8Array<ArrayBuffer> }) {
    return claimGuestQuotes(site.container, { accountId, claimHash }, site.now());
  }

  let contractId = 100;
  async function addContract(
    code: string,
    issuerId: number,
    verdict: VerdictKind = 'valid',
  ): Promise<number> {
    const { id } = await site.container.db.quote.findUniqueOrThrow({ where: { code } });
    contractId += 1;
    await site.container.db.contract.create({
      data: {
        id: BigInt(contractId),
        type: 'item_exchange',
        status: 'outstanding',
        availability: 'personal',
        issuerId: BigInt(issuerId),
        issuerCorporationId: 9100000000002n,
        assigneeId: 9100000000001n,
        acceptorId: 0n,
        forCorporation: false,
        dateIssued: site.now(),
        dateExpired: new Date(site.now().getTime() + 86_400_000),
        contentHash: new Uint8Array(32),
        firstSeenAt: site.now(),
        lastSeenAt: site.now(),
        quoteId: id,
        relation: 'named',
        verdict,
      },
    });
    return contractId;
  }

  return { make, quote, priced, view, cancel, claim, addContract };
}
