import type { ThreadSize as Size } from '@/lib/contracts/prune';
import { formatBytes } from '../ui/format';
import { Tooltip } from '../ui/tooltip';

const SHOWN_CHANNELS = 4;

/** What a thread takes in the database; its largest channels on hover. */
export function ThreadSize({ size }: { size: Size | undefined }) {
  if (size === undefined) return <span className="text-fg-3">–</span>;
  const largest = size.channels
    .slice(0, SHOWN_CHANNELS)
    .map(({ channel, bytes }) => `${channel} ${formatBytes(bytes)}`);
  return (
    <Tooltip text={largest.join(' · ') || 'No values yet'}>
      <span className="whitespace-nowrap">{formatBytes(size.bytes)}</span>
    </Tooltip>
  );
}
