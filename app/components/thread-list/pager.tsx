import { ChevronLeft, ChevronRight } from 'lucide-react';
import { IconButton } from '../ui/icon-button';
import { PAGE_SIZE } from './use-thread-filter';

interface PagerProps {
  page: number;
  total: number;
  onPage: (page: number) => void;
}

export function Pager({ page, total, onPage }: PagerProps) {
  const last = Math.max(1, Math.ceil(total / PAGE_SIZE));
  if (last === 1 && page === 1) return null;
  const first = (page - 1) * PAGE_SIZE + 1;
  return (
    <nav aria-label="Pages" className="flex items-center justify-end gap-1 text-xs text-fg-2">
      <span className="pr-2">
        {first.toLocaleString('en')}–{Math.min(page * PAGE_SIZE, total).toLocaleString('en')} of{' '}
        {total.toLocaleString('en')}
      </span>
      <IconButton
        label="Previous page"
        icon={<ChevronLeft aria-hidden size={15} />}
        disabled={page <= 1}
        onClick={() => onPage(page - 1)}
      />
      <IconButton
        label="Next page"
        icon={<ChevronRight aria-hidden size={15} />}
        disabled={page >= last}
        onClick={() => onPage(page + 1)}
      />
    </nav>
  );
}
