'use client';

import { Archive } from 'lucide-react';
import Link from 'next/link';
import { Badge } from '@/app/components/ui/badge';
import type { OpenedCapsule } from '@/lib/contracts/capsule';

/** In the place of the run controls: what is shown can only be looked at, and why. */
export function CapsuleNote({ capsule }: { capsule: OpenedCapsule }) {
  const { originalId, fileName, exportedAt, redacted } = capsule;
  const facts = [
    `Exported ${exportedAt.slice(0, 16).replace('T', ' ')} UTC.`,
    ...(redacted.length > 0 ? [`Redacted: ${redacted.join(', ')}.`] : []),
  ].join(' ');
  return (
    <section aria-label="Read-only capsule" className="flex min-w-0 items-center gap-2 text-xs">
      <Badge icon={<Archive aria-hidden size={11} />}>Read-only capsule</Badge>
      <p className="min-w-0 truncate text-fg-2" title={`${fileName ?? originalId}. ${facts}`}>
        {facts} To run, edit or fork it,{' '}
        <Link href="/threads" className="rounded-sm text-now underline">
          import its file
        </Link>
        .
      </p>
    </section>
  );
}
