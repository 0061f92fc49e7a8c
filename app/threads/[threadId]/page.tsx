import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { Suspense } from 'react';
import { preload } from 'react-dom';
import { shortId } from '@/app/components/ui/short-id';
import { openingRequests } from '@/lib/client/opening';
import { Debugger } from './debugger';
import { DebuggerSkeleton } from './debugger-skeleton';

interface ThreadPageProps {
  params: Promise<{ threadId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: ThreadPageProps): Promise<Metadata> {
  return { title: shortId(decodeURIComponent((await params).threadId)) };
}

export default async function ThreadPage({ params, searchParams }: ThreadPageProps) {
  const threadId = decodeURIComponent((await params).threadId);
  if (await isForDocument()) {
    const { checkpoint, branch } = await searchParams;
    const selection = { checkpointId: first(checkpoint), branchId: first(branch) };
    // The browser asks while the scripts are on their way; its fetches then find the answers.
    for (const { path, priority } of openingRequests(threadId, selection)) {
      preload(`/api${path}`, { as: 'fetch', crossOrigin: 'anonymous', fetchPriority: priority });
    }
  }
  return (
    <Suspense fallback={<DebuggerSkeleton />}>
      <Debugger key={threadId} threadId={threadId} />
    </Suspense>
  );
}

/** A page that is there already runs its scripts, and may know the answers: then the browser would complain of what nobody took. */
async function isForDocument(): Promise<boolean> {
  return (await headers()).get('sec-fetch-dest') === 'document';
}

function first(value: string | string[] | undefined): string | null {
  return (Array.isArray(value) ? value[0] : value) ?? null;
}
