import type { Metadata } from 'next';
import { Suspense } from 'react';
import { preload } from 'react-dom';
import { shortId } from '@/app/components/ui/short-id';
import { timelinePath } from '@/lib/client/timeline';
import { Debugger } from './debugger';
import { DebuggerSkeleton } from './debugger-skeleton';

interface ThreadPageProps {
  params: Promise<{ threadId: string }>;
}

export async function generateMetadata({ params }: ThreadPageProps): Promise<Metadata> {
  return { title: shortId(decodeURIComponent((await params).threadId)) };
}

export default async function ThreadPage({ params }: ThreadPageProps) {
  const threadId = decodeURIComponent((await params).threadId);
  // The browser asks while the scripts are on their way; its fetch then finds the answer.
  preload(`/api${timelinePath(threadId, null)}`, { as: 'fetch', crossOrigin: 'anonymous' });
  return (
    <Suspense fallback={<DebuggerSkeleton />}>
      <Debugger key={threadId} threadId={threadId} />
    </Suspense>
  );
}
