'use client';

export interface PageErrorProps {
  /** From the server it carries a digest instead of its message. */
  error: Error & { digest?: string };
  /** Reads the page again and renders it anew. */
  retry: () => void;
}

/** In place of a page that failed. Every page loads it with its first scripts, so it imports nothing. */
export default function PageError({ error, retry }: PageErrorProps) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center gap-2 px-6 text-center">
      <h1 className="font-medium">The page could not be shown</h1>
      <p role="alert" className="max-w-120 break-words text-fg-2">
        {error.digest === undefined ? error.message : `The server’s log says why, under ${error.digest}.`}
      </p>
      <div className="mt-2 flex items-center gap-4">
        <button
          type="button"
          className="h-7 rounded-md border border-line-strong bg-surface px-2.5 text-sm font-medium hover:bg-hover"
          onClick={retry}
        >
          Try again
        </button>
        {/* Not a link of the router, which may be what failed. */}
        <a href="/" className="rounded-sm text-sm text-now hover:underline">
          Start page
        </a>
      </div>
    </main>
  );
}
