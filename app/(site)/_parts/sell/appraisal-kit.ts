/**
 * All that the sell page needs only once something is pasted; loaded after the page.
 *
 * @module
 */
// The answer's schema comes along, so that the first answer does not wait for it.
import '#lib/features/appraisal/schema.ts';

export { AppraisalPanel } from './appraisal-panel.tsx';
export { createAppraiser } from './appraiser.ts';
export { StickyTotal } from './sticky-total.tsx';
