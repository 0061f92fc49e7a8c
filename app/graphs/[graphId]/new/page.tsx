import type { Metadata } from 'next';
import { NewThread } from '@/app/components/new-thread/new-thread';
import { PageShell } from '@/app/components/shell/page-shell';

interface PageProps {
  params: Promise<{ graphId: string }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: `New thread of ${decodeURIComponent((await params).graphId)}` };
}

export default async function NewThreadPage({ params }: PageProps) {
  return (
    <PageShell>
      <NewThread graphId={decodeURIComponent((await params).graphId)} />
    </PageShell>
  );
}
