import type { Movement } from '../store/world.ts';

type Words = { readonly ref_type: string; readonly description: string };

type Kind = Movement['kind'];

const REF_TYPES: Readonly<Record<Kind, string>> = {
  'contract-price': 'contract_price',
  'contract-reward-deposit': 'contract_reward_deposited',
  'contract-reward': 'contract_reward',
  'contract-reward-refund': 'contract_reward_refund',
  'contract-collateral': 'contract_collateral',
  'contract-collateral-refund': 'contract_collateral_refund',
  'auction-bid': 'contract_auction_bid',
  'auction-bid-refund': 'contract_auction_bid_refund',
  'auction-sold': 'contract_auction_sold',
  'market-trade': 'market_transaction',
  'sales-tax': 'transaction_tax',
  'game-master': 'gm_cash_transfer',
};
/** Payments of a corporation for contracts have words of their own. */
const CORPORATION_REF_TYPES: Partial<Record<Kind, string>> = {
  'contract-price': 'contract_price_payment_corp',
  'contract-reward-deposit': 'contract_reward_deposited_corp',
  'contract-collateral': 'contract_collateral_deposited_corp',
  'auction-bid': 'contract_auction_bid_corp',
};
const DESCRIPTIONS: Readonly<Record<Kind, string>> = {
  'contract-price': 'Contract price',
  'contract-reward-deposit': 'Contract reward deposited',
  'contract-reward': 'Contract reward',
  'contract-reward-refund': 'Contract reward refunded',
  'contract-collateral': 'Contract collateral',
  'contract-collateral-refund': 'Contract collateral refunded',
  'auction-bid': 'Bid on an auction',
  'auction-bid-refund': 'Bid on an auction refunded',
  'auction-sold': 'Auction sold',
  'market-trade': 'Market: bought and sold',
  'sales-tax': 'Sales tax',
  'game-master': 'Set on the control page',
};

/** How a journal names a payment, for who paid and for who was paid. */
export function journalWords({ kind }: Movement, isPaid: boolean, isCorporation: boolean): Words {
  const own = isPaid && isCorporation ? CORPORATION_REF_TYPES[kind] : undefined;
  return { ref_type: own ?? REF_TYPES[kind], description: DESCRIPTIONS[kind] };
}
