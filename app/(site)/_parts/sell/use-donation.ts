'use client';

import { useState } from 'react';

export type Donation = {
  readonly text: string;
  readonly change: (text: string) => void;
  /** Basis points; 0 where nothing, or nothing that can be read, is typed. */
  readonly shareBp: number;
  readonly error: string | null;
};

const PERCENT = /^(\d{1,3})(?:\.(\d{1,2}))?$/;
const ERROR = 'Between 0 and 100, with at most two decimals.';
const WHOLE_BP = 10_000;

/** The share that is typed, as long as the program takes any. */
export function useDonation(isTaken: boolean): Donation {
  const [text, change] = useState('');
  const shareBp = isTaken ? readShare(text) : 0;
  return { text, change, shareBp: shareBp ?? 0, error: shareBp === null ? ERROR : null };
}

/** "2.5" as 250 basis points, never by way of a float; null where it is no share. */
export function readShare(text: string): number | null {
  const typed = text.trim();
  if (typed === '') return 0;
  const match = PERCENT.exec(typed);
  if (!match) return null;
  const [, whole = '0', cents = ''] = match;
  const shareBp = Number(whole) * 100 + Number(cents.padEnd(2, '0'));
  return shareBp <= WHOLE_BP ? shareBp : null;
}
