import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { getContainer } from '#lib/server/container.ts';
import { LocalTimeTips } from '#lib/ui/trade/local-time-tips.tsx';
import { EveImages } from './_parts/eve-images.tsx';
import { SandboxBar } from './_parts/sandbox-bar.tsx';
import { inter, jetbrainsMono } from './fonts.ts';
import './globals.css';

// Each page carries the nonce of its own request, so none may be made ahead of one.
export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: 'Ageira Trade',
  description:
    'Sell ore, ice, gas and loot in EVE Online: paste, get a quote, make the contract, see it checked line by line.',
  applicationName: 'Ageira Trade',
};

export const viewport: Viewport = {
  colorScheme: 'dark',
  themeColor: '#080d11',
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
};

export default function RootLayout({ children }: { children: ReactNode }) {
  const { env } = getContainer();

  return (
    <html lang="en" className={`${inter.variable} ${jetbrainsMono.variable}`}>
      <body className="flex min-h-dvh flex-col">
        <a
          href="#main"
          className="absolute -left-[999px] z-50 rounded-control bg-surface-3 px-2 py-1 focus:top-2 focus:left-2"
        >
          Skip to content
        </a>
        {env.AGEIRA_MODE === 'sandbox' && (
          <SandboxBar gameUrl={new URL('/', env.EVE_ESI_URL).href} />
        )}
        <EveImages baseUrl={env.EVE_IMAGES_URL}>{children}</EveImages>
        <LocalTimeTips />
      </body>
    </html>
  );
}
