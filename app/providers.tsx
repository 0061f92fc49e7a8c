'use client';

import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { type ReactNode, useState } from 'react';
import { ApiError } from '@/lib/client/api';
import { useAddressSync } from '@/lib/client/use-address-sync';
import { useDraftGuard } from '@/lib/client/use-edit-draft';
import { useRunStream } from '@/lib/client/use-run-stream';
import { Overlays } from './components/palette/overlays';

export function Providers({ children }: { children: ReactNode }) {
  const [queryClient] = useState(createQueryClient);
  return (
    <QueryClientProvider client={queryClient}>
      <NuqsAdapter>
        <PageEffects />
        {children}
        <Overlays />
      </NuqsAdapter>
    </QueryClientProvider>
  );
}

/** The stream keeps the cache fresh, so queries do not go stale by time. */
function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: Number.POSITIVE_INFINITY,
        refetchOnWindowFocus: false,
        retry: (failures, error) => !(error instanceof ApiError && error.status < 500) && failures < 2,
        retryDelay: (failures) => 300 * 2 ** failures,
      },
    },
  });
}

function PageEffects() {
  useAddressSync();
  useRunStream();
  useDraftGuard();
  return null;
}
