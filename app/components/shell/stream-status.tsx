'use client';

import { useQuery } from '@tanstack/react-query';
import { streamStatusQuery } from '@/lib/client/use-run-stream';
import { Badge } from '../ui/badge';

/** Says so while live events do not arrive; silent while all is well. */
export function StreamStatus() {
  const { data } = useQuery(streamStatusQuery);
  return <span role="status">{data === 'lost' && <Badge tone="wait">Connection lost, trying again…</Badge>}</span>;
}
