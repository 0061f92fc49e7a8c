'use client';

import dynamic from 'next/dynamic';

/** Without a fallback of its own, loading it would blank the whole page. */
export const InterruptCard = dynamic(
  () => import('@/app/components/interrupt-card/interrupt-card').then((module) => module.InterruptCard),
  { loading: () => <div aria-busy="true" className="h-40" /> },
);
