/** Lock name under which an account's characters change by its own hand. To be taken before those of characters. */
export function accountLock(accountId: string): string {
  return `account ${accountId}`;
}
