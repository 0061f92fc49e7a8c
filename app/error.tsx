'use client';

import Link from 'next/link';
import { ErrorState } from './components/ui/error-state';

interface PageErrorProps {
  /** From the server it carries a digest instead of its message. */
  error: Error & { digest?: string };
  /** Reads the page again and renders it anew. */
  retry: () => void;
}

/** In place of a page that failed. Bare, since every page loads it with its first scripts. */
export default function PageError({ error, retry }: PageErrorProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center pb-10">
      <h1 className="sr-only">The page failed</h1>
      <ErrorState
        title="The page could not be shown"
        error={error.digest === undefined ? error : `The server’s log says why, under ${error.digest}.`}
        onRetry={retry}
      />
      <Link href="/" className="rounded-sm text-now hover:underline">
        Go to the start page
      </Link>
    </main>
  );
}
