import type { Check } from '../finding.ts';
import type { Case } from './cases/case.ts';
import { ITEMS_CASES } from './cases/items.ts';
import { PEOPLE_CASES } from './cases/people.ts';
import { PLACE_AND_TIME_CASES } from './cases/place-and-time.ts';
import { PRICE_CASES } from './cases/price.ts';
import { SEVERAL_CASES } from './cases/several.ts';
import { TERMS_CASES } from './cases/terms.ts';
import { TITLE_CASES } from './cases/title.ts';

export { PARTS } from './cases/case.ts';

/** What each check says about each kind of slip, in the words of the trade. */
export const CASES: Readonly<Record<Check, readonly Case[]>> = {
  ...TERMS_CASES,
  ...TITLE_CASES,
  ...PEOPLE_CASES,
  ...PRICE_CASES,
  ...PLACE_AND_TIME_CASES,
  ...ITEMS_CASES,
  ...SEVERAL_CASES,
};
