import Link from 'next/link';

/** Every page ends with whose marks these are: CCP asks for it of every third-party site. */
export function Footer() {
  return (
    <footer className="flex flex-wrap gap-x-6 gap-y-2 px-6 pt-2 pb-4 text-ink-3 text-meta max-desk:px-3">
      <nav aria-label="About" className="flex flex-wrap gap-x-4 gap-y-1">
        <Link href="/how-to-sell" className="link leading-6">
          How to sell
        </Link>
        <Link href="/ores" className="link leading-6">
          Ores
        </Link>
        <Link href="/api-docs" className="link leading-6">
          API
        </Link>
        <Link href="/privacy" className="link leading-6">
          Privacy
        </Link>
      </nav>
      <p className="max-w-[120ch] flex-1 basis-[420px]">
        EVE Online and the EVE logo are the registered trademarks of CCP hf. All rights are reserved
        worldwide. All other trademarks are the property of their respective owners. EVE Online, the
        EVE logo, EVE and all associated logos and designs are the intellectual property of CCP hf.
        All artwork, characters, world facts, item names and other recognizable features of the
        intellectual property relating to these trademarks are likewise the intellectual property of
        CCP hf. This site uses them under CCP’s Developer License Agreement. CCP hf. does not
        endorse it, is not in any way affiliated with it, and is in no way responsible for its
        content or functioning, nor liable for any damage arising from its use.
      </p>
    </footer>
  );
}
