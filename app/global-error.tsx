'use client';

import './globals.css';

/** Shown when even the layout failed, so it leans on nothing but the style sheet. */
export default function GlobalError({ reset }: { reset: () => void }) {
  return (
    <html lang="en">
      <body>
        <title>Down — Ageira Trade</title>
        <main id="main" className="mx-auto max-w-[560px] px-6 py-16">
          <h1 className="mb-1 font-semibold text-figure">The site does not answer</h1>
          <p role="alert" className="text-ink-2">
            Its database or one of its services can’t be reached. Nothing is lost: contracts stay in
            the game, quotes in the database. It tries again as soon as you do.
          </p>
          <button
            type="button"
            onClick={reset}
            className="mt-4 h-9 rounded-control bg-accent px-4 font-semibold text-on-accent"
          >
            Try again
          </button>
        </main>
      </body>
    </html>
  );
}
