/**
 * The first thing that a command loads, in words that an old Node.js still reads: it must come as far
 * as the sentence.
 *
 * @module
 */

/**
 * @param {string} version As in `process.versions.node`.
 * @returns {string | null} Why this version does not do, in one sentence.
 */
export function explainVersion(version) {
  const numbers = version.split('.');
  const major = Number(numbers[0]);
  const minor = Number(numbers[1]);
  if (major === 20 && minor >= 19) return null;
  if (major === 22 && minor >= 12) return null;
  if (major > 22) return null;
  const fault = major === 21 || major === 20 || major === 22 ? 'is not supported' : 'is too old';
  return `Node.js ${version} ${fault}: install version 20.19 or newer of 20, or 22.12 or newer (https://nodejs.org).`;
}

const sentence = explainVersion(process.versions.node);
if (sentence) {
  console.error(sentence);
  process.exit(1);
}
