/**
 * What every page of the sandbox needs: calls to it, elements, numbers, the line that tells.
 *
 * @module
 */

/** Calls the sandbox; a refusal is thrown as an error with the sandbox's own sentence. */
export async function call(method, path, body) {
  const answer = await fetch(path, {
    method,
    ...(body !== undefined && {
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    }),
  });
  const data = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(data.error ?? `The sandbox answered ${answer.status}.`);
  return data;
}

/** Makes an element; text children are text, never HTML. */
export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== false && value !== null) made.setAttribute(name, String(value));
  }
  made.append(...children.filter((child) => child !== null));
  return made;
}

export function byId(id) {
  return document.getElementById(id);
}

/** Says what happened, where a screen reader hears it. */
export function tell(sentence, kind = '') {
  const line = byId('notice');
  line.className = kind;
  line.textContent = sentence;
}

/** Runs what a control does; what goes wrong is told, and the control waits meanwhile. */
export function attempt(control, work) {
  control.disabled = true;
  work()
    .finally(() => {
      control.disabled = false;
    })
    .catch((error) => tell(error.message, 'bad'));
}

/** `125000000.00` → `125,000,000.00`. */
export function formatIsk(text) {
  return formatCount(text.slice(0, -3)) + text.slice(-3);
}

export function formatCount(count) {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** What was typed as a count: commas and blanks do not matter. */
export function readCount(text) {
  return Number(text.replace(/[,\s]/g, ''));
}

/** EVE time, as the game shows it. */
export function formatTime(iso) {
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} EVE`;
}
