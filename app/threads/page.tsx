import type { Metadata } from 'next';
import { PageShell } from '../components/shell/page-shell';
import { ThreadList } from '../components/thread-list/thread-list';

export const metadata: Metadata = { title: 'Threads' };

export default function ThreadsPage() {
  return (
    <PageShell>
      <ThreadList />
    </PageShell>
  );
}
