'use client';

import { useQuery } from '@tanstack/react-query';
import { Search } from 'lucide-react';
import { graphsQuery } from '@/lib/client/graphs';
import { SelectMenu } from '../ui/select-menu';
import { MetadataField } from './metadata-field';
import { STATUS_FILTERS, type useThreadFilter } from './use-thread-filter';

type FilterBarProps = {
  filter: ReturnType<typeof useThreadFilter>['filter'];
  onFilter: ReturnType<typeof useThreadFilter>['setFilter'];
};

/** The protocol's statuses, in words. */
const STATUS_LABELS: Record<(typeof STATUS_FILTERS)[number], string> = {
  busy: 'Running',
  interrupted: 'Waiting or stopped',
  error: 'Failed',
  idle: 'Done or empty',
};

export function FilterBar({ filter, onFilter }: FilterBarProps) {
  const { data } = useQuery(graphsQuery);
  const graphIds = [
    ...new Set([...(data?.graphs ?? []).map(({ graphId }) => graphId), ...(filter.graph ? [filter.graph] : [])]),
  ];
  return (
    <search className="flex flex-wrap items-center gap-2">
      <div className="relative min-w-52 flex-1 sm:max-w-80">
        <Search aria-hidden size={14} className="pointer-events-none absolute top-1.75 left-2.5 text-fg-3" />
        <input
          type="search"
          value={filter.q}
          aria-label="Search threads"
          placeholder="Search by id or metadata"
          className="h-7.5 w-full rounded-md border border-control-line/60 bg-surface pr-2 pl-8 placeholder:text-fg-3 hover:border-control-line"
          onChange={(event) => onFilter({ q: event.target.value })}
        />
      </div>
      <SelectMenu
        label="Graph"
        value={filter.graph ?? ''}
        options={[
          { value: '', label: 'All graphs' },
          ...graphIds.map((graphId) => ({ value: graphId, label: graphId })),
        ]}
        onChange={(graph) => onFilter({ graph: graph === '' ? null : graph })}
      />
      <SelectMenu
        label="Status"
        value={filter.status ?? ''}
        options={[
          { value: '', label: 'Any status' },
          ...STATUS_FILTERS.map((status) => ({ value: status, label: STATUS_LABELS[status] })),
        ]}
        onChange={(status) => onFilter({ status: STATUS_FILTERS.find((known) => known === status) ?? null })}
      />
      <MetadataField
        conditions={filter.meta}
        onChange={(meta) => onFilter({ meta: meta.length === 0 ? null : meta })}
      />
    </search>
  );
}
