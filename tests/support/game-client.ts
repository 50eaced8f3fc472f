import { expect, type Page } from '@playwright/test';

/** The sandbox's game client on one page: what a pilot does there, in the game's words. */
export class GameClient {
  readonly page: Page;

  constructor(page: Page) {
    this.page = page;
  }

  /** Play a pilot, by name. */
  async play(pilotName: string): Promise<void> {
    await this.page.goto('/');
    await this.page.getByLabel('Pilot').selectOption({ label: pilotName });
    await expect(this.page.getByLabel('Pilot')).toHaveValue(/^9\d+$/);
  }

  /** Fill the contract dialog from a quote's code; nothing is made yet. */
  async fillFromQuote(code: string): Promise<void> {
    await this.page.getByLabel('Quote code').fill(code);
    await this.page.getByRole('button', { name: 'Fill in' }).click();
    await expect(this.page.getByRole('status')).toContainText('Filled in from');
  }

  async setQuantity(itemName: string, quantity: number): Promise<void> {
    await this.page.getByLabel(`Quantity of ${itemName}`).fill(String(quantity));
  }

  /** "I will receive", in ISK as a person types it. */
  async setPrice(isk: string): Promise<void> {
    await this.page.getByLabel('I will receive, ISK').fill(isk);
  }

  async setReceiver(name: string): Promise<void> {
    await this.page.getByLabel('Receiver').selectOption({ label: name });
  }

  async setDescription(text: string): Promise<void> {
    await this.page.getByLabel('Description').fill(text);
  }

  /** Put something into the list of what the pilot gives or, as a scammer would, asks for. */
  async addItem(
    direction: 'I give' | 'I ask for',
    itemName: string,
    quantity: number,
  ): Promise<void> {
    await this.page.getByLabel('Item to add').fill(itemName);
    await this.page.getByLabel('Quantity to add').fill(String(quantity));
    await this.page.getByLabel('Direction to add').selectOption({ label: direction });
    await this.page.getByRole('button', { name: 'Add item' }).click();
    await expect(this.page.getByLabel(`Quantity of ${itemName}`)).toBeVisible();
  }

  /** Make the contract as the dialog says. @returns Its number in the game. */
  async createContract(): Promise<string> {
    await this.page.getByRole('button', { name: 'Create contract' }).click();
    const notice = this.page.getByRole('status');
    await expect(notice).toContainText(/Contract \d+ created/);
    const text = (await notice.textContent()) ?? '';
    return /Contract (\d+) created/.exec(text)?.[1] ?? '';
  }

  async acceptContract(contractId: string): Promise<void> {
    await this.act('Accept', contractId, 'accepted');
  }

  async rejectContract(contractId: string): Promise<void> {
    await this.act('Reject', contractId, 'rejected');
  }

  async deleteContract(contractId: string): Promise<void> {
    await this.act('Delete', contractId, 'deleted');
  }

  private async act(verb: string, contractId: string, done: string): Promise<void> {
    const name = new RegExp(`^${verb} .*\\(${contractId}\\)$`);
    await this.page.getByRole('button', { name }).click();
    await expect(this.page.getByRole('status')).toContainText(`Contract ${contractId} ${done}`);
  }
}
