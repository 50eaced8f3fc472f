/**
 * What versions of static data say: "sde-3484357-1a2b3c4d" is build 3484357 and a hash of the rows;
 * "+5e6f7a8b" behind it, that a database keeps rows beside those.
 *
 * @module
 */

/** Put the version together: equal versions mean equal rows. */
export function toVersion(release: string, hash: string): string {
  return `${release}-${hash}`;
}

/** The version of an export's rows together with others, whose hash is given. */
export function withKeptRows(version: string, hash: string): string {
  return `${exportVersion(version)}+${hash}`;
}

/** The version of the export alone, whatever is kept beside its rows. */
export function exportVersion(version: string): string {
  return version.split('+', 1)[0] ?? version;
}

/** CCP's build number; null for data that were put together from elsewhere. */
export function buildNumber(version: string): number | null {
  const digits = /^sde-(\d+)-/.exec(version)?.[1];
  return digits === undefined ? null : Number(digits);
}

/**
 * Whether the first version is of an older build than the second. Data without a build number are
 * older than all that have one: CCP numbers its exports since 2025.
 */
export function isOlderRelease(version: string, than: string): boolean {
  return (buildNumber(version) ?? 0) < (buildNumber(than) ?? 0);
}
