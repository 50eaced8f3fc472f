/**
 * What a contract is matched against, and the contract itself.
 *
 * Everything is plain data, so that an input can be stored and matched again: `schema.ts` encodes it.
 *
 * @module
 */
import type { QuoteState } from '#lib/core/quote/states.ts';

/** Everything that a verdict depends on, the moment included. */
export type MatchInput = {
  readonly quote: MatchQuote;
  readonly program: MatchProgram;
  readonly contract: MatchContract;
  /** Null when EVE never gave them: an old contract, or a courier. */
  readonly items: readonly MatchItem[] | null;
  /** For these see `OtherContract`. */
  readonly isPromised?: boolean;
  readonly isBarelyPromised?: boolean;
  readonly isEndUnseen?: boolean;
  readonly isLeaveUnseen?: boolean;
  readonly isLossUnseen?: boolean;
  readonly now: Date;
  /**
   * How much the clock that wrote `createdAt` may be ahead of EVE's. Nobody knows a code before its
   * quote is made, so a contract that is a little older means clocks that differ. Absent: not at all.
   */
  readonly clockSkewMs?: number;
  /** Other contracts that name this quote and still show in EVE, whatever their verdict. */
  readonly otherContracts?: readonly OtherContract[];
  /**
   * Which of the codes in the title belong to quotes. Absent: it is not known, and any code of the
   * quote's own prefix counts as one.
   */
  readonly knownCodes?: readonly string[];
  /** By type id. Types that are missing here make the volume check say that it cannot tell. */
  readonly packagedVolumesM3?: Readonly<Record<string, number>>;
};

/** The promise that the contract is held against. */
export type MatchQuote = {
  /** Canonical, "AT-7K3M9QX2". */
  readonly code: string;
  /** Canonical, of the quotes that it replaced: a contract that names one of them is for this one. */
  readonly formerCodes?: readonly string[];
  /** Of the first of them, if it replaced any. */
  readonly createdAt: Date;
  /** The last moment at which a contract may be issued. */
  readonly expiresAt: Date;
  /** `buys`: the pilot makes the contract, for the trader. `sells`, an order: the trader makes it, for the pilot. */
  readonly side: 'buys' | 'sells';
  /** Hundredths of ISK. */
  readonly total: bigint;
  /** The station or structure that the quote names. */
  readonly locationId: number;
  readonly lines: readonly MatchLine[];
  /** Only `completed` and `cancelled` matter: they take no further contract. */
  readonly state?: QuoteState;
};

/** One type of the quote. */
export type MatchLine = {
  readonly typeId: number;
  readonly quantity: number;
  /** Absent: not a copy. */
  readonly blueprintCopy?: boolean;
  /** Hundredths of ISK. Absent: it cannot be delivered in parts. */
  readonly unitPrice?: bigint;
};

/** The terms of the quote that concern its contract. */
export type MatchProgram = {
  /** The character or corporation that must receive the contract; of an order, the pilot's character. */
  readonly assigneeId: number;
  readonly assigneeKind?: 'character' | 'corporation';
  /** Further stations and structures where contracts are taken. */
  readonly locationIds: readonly number[];
  readonly toleranceBp: number;
  /** Hundredths of ISK. The larger of both tolerances applies. */
  readonly tolerance: bigint;
  /**
   * Characters of the quote's account, the one that made the quote first. Empty: a guest's quote. Of an
   * order, the trader's character or corporation alone.
   */
  readonly issuerIds: readonly number[];
  /** Of an order that a corporation fills: the contract must be made on its behalf, by whomever. */
  readonly issuerCorporationId?: number;
  /** Characters that have left the account: what was accepted until then was the account's. */
  readonly formerIssuers?: readonly FormerIssuer[];
  /** Others who were paid for a part of it: they may deliver the rest. */
  readonly paidIssuerIds?: readonly number[];
  /** When a guest's quote became theirs: until then anyone could deliver it. Absent: from the start. */
  readonly issuersSince?: Date;
  /** The trader's own characters and corporations, to say "sent to the trader instead". */
  readonly traderIds?: readonly number[];
};

export type FormerIssuer = { readonly id: number; readonly until: Date };

/** A contract as ESI gives it. What ESI leaves out is absent. */
export type MatchContract = {
  readonly contractId: number;
  readonly type: string;
  readonly status: string;
  readonly availability: string;
  readonly issuerId: number;
  readonly issuerCorporationId: number;
  /** 0: nobody, the contract is public. */
  readonly assigneeId: number;
  readonly acceptorId: number;
  readonly forCorporation: boolean;
  readonly dateIssued: Date;
  readonly dateExpired: Date;
  readonly dateAccepted?: Date;
  readonly dateCompleted?: Date;
  readonly daysToComplete?: number;
  readonly startLocationId?: number;
  readonly endLocationId?: number;
  readonly title?: string;
  /** "I will receive". Hundredths of ISK, as are the next three. Absent means 0. */
  readonly price?: bigint;
  /** "I will pay". */
  readonly reward?: bigint;
  readonly collateral?: bigint;
  readonly buyout?: bigint;
  readonly volumeM3?: number;
};

/** One stack of a contract, as ESI gives it. */
export type MatchItem = {
  readonly recordId: number;
  readonly typeId: number;
  readonly quantity: number;
  /** -2: a blueprint copy; -1: an original or assembled. ESI often leaves it out. */
  readonly rawQuantity?: number;
  /** False: the issuer asks for it. */
  readonly isIncluded: boolean;
  readonly isSingleton: boolean;
};

/** Another contract for the same quote. */
export type OtherContract = {
  readonly contract: MatchContract;
  readonly items: readonly MatchItem[] | null;
  /** It was right when it was accepted, and its settlement is written: nothing takes that back. */
  readonly isSettled?: boolean;
  /**
   * The trader was told that it is right: while it waits, by its last verdict; once it was accepted, by the
   * one that stood then. What is accepted on that word is paid, whatever has become of the others since.
   */
  readonly isPromised?: boolean;
  /**
   * That verdict stood within a minute of the acceptance, and not at that very moment. Clocks may differ
   * by so much: it counts, after those that are surely promised.
   */
  readonly isBarelyPromised?: boolean;
  /**
   * It has run out, and EVE's list is from before that: it may have been accepted in its last minutes. Until
   * the next list tells, it counts as if it waited, so that nobody else is told to be right meanwhile.
   */
  readonly isEndUnseen?: boolean;
  /**
   * The trader was told that it is right, and since EVE's list its character has left the account, or a
   * guest's quote became an account's: it may have been accepted before that. It counts until the next list.
   */
  readonly isLeaveUnseen?: boolean;
  /**
   * Since EVE's list the trader was told that it is right no more: it may have been accepted before that.
   * Until the next list nobody else takes the room that it has.
   */
  readonly isLossUnseen?: boolean;
};
