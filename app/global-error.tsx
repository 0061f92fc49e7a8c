'use client';

import PageError, { type PageErrorProps } from './error';
import { THEME_COOKIE } from './theme';
import './globals.css';

/** In place of the document when what stands around every page failed. Next asks for it with `html` and `body`. */
export default function GlobalError(props: PageErrorProps) {
  return (
    <html lang="en" data-theme={chosenTheme()} suppressHydrationWarning>
      <head>
        <title>Retrograph</title>
      </head>
      <body>
        <PageError {...props} />
      </body>
    </html>
  );
}

/** The layout that reads it on the server is what failed. */
function chosenTheme(): string | undefined {
  if (typeof document === 'undefined') return undefined;
  return new RegExp(`(?:^|; )${THEME_COOKIE}=(light|dark)`).exec(document.cookie)?.[1];
}
