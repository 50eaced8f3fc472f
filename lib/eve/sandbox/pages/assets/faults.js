/**
 * The list of the faults that are set, in the order in which calls meet them.
 *
 * @module
 */
import { attempt, byId, element, formatCount } from './api.js';

/** Draws the list; `setFaults` is given the list without the one that is cleared. */
export function renderFaults(faults, setFaults) {
  byId('faults-empty').hidden = faults.length > 0;
  byId('faults').replaceChildren(
    ...faults.map((fault, index) => {
      const { target, route, kind } = fault;
      const where = `${nameOf('target', target)} ${route ?? 'everywhere'}`;
      const onclick = (event) =>
        attempt(event.target, () =>
          setFaults(
            faults.filter((_, other) => other !== index),
            'The fault is cleared.',
          ),
        );
      const clear = { type: 'button', 'aria-label': `Clear ${kind} on ${where}`, onclick };
      return element(
        'li',
        {},
        element(
          'div',
          {},
          nameOf('kind', kind),
          element('small', {}, `${where} · ${shareOf(fault)}${detailOf(fault)}`),
        ),
        element('button', clear, 'Clear'),
      );
    }),
  );
}

function nameOf(select, value) {
  const option = [...byId(select).options].find((one) => one.value === value);
  return option?.text ?? value;
}

function shareOf({ percent, count }) {
  const share = percent < 100 ? `${percent} % of calls` : 'every call';
  if (count === null) return share;
  const calls = count === 1 ? 'the next call' : `the next ${formatCount(count)} calls`;
  return percent < 100 ? `${share}, ${calls} of them` : calls;
}

function detailOf({ kind, delayMs, skewMs }) {
  if (kind === 'slow') return ` · ${formatCount(delayMs)} ms`;
  if (kind !== 'clock-skew') return '';
  return ` · ${Math.abs(skewMs) / 1_000} s ${skewMs < 0 ? 'behind' : 'ahead'}`;
}
