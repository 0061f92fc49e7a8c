import type { Metadata } from 'next';
import { Suspense } from 'react';
import { shortId } from '@/app/components/ui/short-id';
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
  return (
    <Suspense fallback={<DebuggerSkeleton />}>
      <Debugger key={threadId} threadId={threadId} />
    </Suspense>
  );
}
