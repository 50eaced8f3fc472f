import { Picture } from './picture.tsx';

/** The one line that matters. */
export function WalletPicture() {
  return (
    <Picture
      title="Wallet"
      says="The game’s wallet shows a new entry: contract price, plus 265,700.00 ISK."
    >
      <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-3 py-3">
        <span className="text-ink-2">Contract price</span>
        <span className="numeric font-semibold text-gain text-title">+265,700.00 ISK</span>
      </div>
    </Picture>
  );
}
