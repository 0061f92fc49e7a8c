'use client';

import { Copy, Plus, X } from 'lucide-react';
import { useId, useState } from 'react';
import type { ExperimentDraft } from '@/lib/client/experiment-draft';
import { MOST_EDITS } from '@/lib/inspect/experiment-limits';
import { valueAt } from '@/lib/inspect/fold-value';
import { pathText, previewOf } from '@/lib/inspect/preview';
import { INPUT_CLASS } from '../schema-form/primitive-controls';
import { Button } from '../ui/button';
import { cx } from '../ui/cx';
import { formatCount } from '../ui/format';
import { IconButton } from '../ui/icon-button';
import { AtOnce } from './again-form';
import { channelNames, type EditedState, editsOf, readCell, readColumn } from './edit-table';

interface EditTableProps {
  draft: ExperimentDraft;
  change: (next: (draft: ExperimentDraft) => ExperimentDraft) => void;
  edited: EditedState;
  isBusy: boolean;
  onRun: (edits: (Record<string, unknown> | null)[]) => void;
}

/** Rows of edits: an empty cell leaves the value as it is, and an empty row goes on as it is, for comparison. */
export function EditTable({ draft, change, edited, isBusy, onRun }: EditTableProps) {
  const { columns, rows } = draft;
  const edits = editsOf(draft, edited);
  const setRows = (next: ExperimentDraft['rows']) => change((now) => ({ ...now, rows: next }));
  const addColumn = (column: string) => change((now) => ({ ...now, columns: [...now.columns, column] }));
  const isFull = rows.length >= MOST_EDITS;
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <p className="text-xs text-fg-2">
        Each row runs on a branch of its own; the original stays as it is. An empty cell keeps the value, an empty row
        is the control. Values are JSON and replace what is there. Breakpoints do not stop these runs.
      </p>
      {columns.length === 0 ? (
        <KeyChoice names={channelNames(edited)} onAdd={addColumn} />
      ) : (
        <div className="overflow-x-auto">
          <table aria-label="Edits to try" className="w-full text-xs">
            <thead>
              <tr className="text-left align-top text-fg-2">
                <th scope="col" className="w-8 pt-2.5 pb-1 font-normal">
                  Row
                </th>
                {columns.map((column) => (
                  <th key={column} scope="col" className="min-w-32 py-1 pr-1 font-mono font-normal">
                    <span className="flex items-center gap-1">
                      {column}
                      <IconButton
                        label={`Remove the column ${column}`}
                        icon={<X aria-hidden size={11} />}
                        className="size-5"
                        onClick={() =>
                          change((now) => ({ ...now, columns: columns.filter((each) => each !== column) }))
                        }
                      />
                    </span>
                    <span className="block max-w-48 truncate text-2xs text-fg-3">{valueNow(column, edited)}</span>
                  </th>
                ))}
                <th scope="col" className="py-1 font-normal">
                  <span className="sr-only">Change the row</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a row is nothing but its place and what is typed in it
                <tr key={index} className="align-top">
                  <th scope="row" className="pt-2 text-left font-normal text-fg-2 tabular-nums">
                    {index + 1}
                  </th>
                  {columns.map((column) => (
                    <td key={column} className="py-0.5 pr-1">
                      <Cell
                        label={`${column}, row ${index + 1}`}
                        column={column}
                        text={row[column] ?? ''}
                        edited={edited}
                        onChange={(text) => setRows(rows.with(index, { ...row, [column]: text }))}
                      />
                    </td>
                  ))}
                  <td className="py-0.5 whitespace-nowrap">
                    <IconButton
                      label={`Duplicate row ${index + 1}`}
                      icon={<Copy aria-hidden size={12} />}
                      disabled={isFull}
                      onClick={() => setRows(rows.toSpliced(index + 1, 0, { ...row }))}
                    />
                    <IconButton
                      label={`Remove row ${index + 1}`}
                      icon={<X aria-hidden size={13} />}
                      disabled={rows.length === 1}
                      onClick={() => setRows(rows.toSpliced(index, 1))}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <div className="flex flex-wrap items-center gap-2">
        {columns.length > 0 && (
          <Button
            size="sm"
            icon={<Plus aria-hidden size={12} />}
            disabled={isFull}
            onClick={() => setRows([...rows, {}])}
          >
            Row
          </Button>
        )}
        <ColumnField columns={columns} edited={edited} onAdd={addColumn} />
        {columns.length > 0 && (
          <>
            <AtOnce draft={draft} change={change} />
            <Button tone="edit" disabled={!edits.ok} isBusy={isBusy} onClick={() => edits.ok && onRun(edits.value)}>
              Run {formatCount(rows.length, 'row')}
            </Button>
          </>
        )}
        {isFull && <span className="text-xs text-fg-2">{MOST_EDITS} rows are the most of one experiment.</span>}
      </div>
    </div>
  );
}

const SUGGESTED = 8;

/** Where a table begins: nothing is tried without a column. */
function KeyChoice({ names, onAdd }: { names: string[]; onAdd: (column: string) => void }) {
  return (
    <div className="flex flex-wrap items-center gap-1.5 text-xs">
      What should differ?
      {names.slice(0, SUGGESTED).map((name) => (
        <Button key={name} size="sm" className="font-mono" onClick={() => onAdd(pathText([name]))}>
          {name}
        </Button>
      ))}
      {names.length > SUGGESTED && <span className="text-fg-2">or another of {names.length} keys</span>}
    </div>
  );
}

interface CellProps {
  label: string;
  column: string;
  text: string;
  edited: EditedState;
  onChange: (text: string) => void;
}

function Cell({ label, column, text, edited, onChange }: CellProps) {
  const id = useId();
  const read = text.trim() === '' ? null : readCell(column, text, edited);
  const mistake = read?.ok === false ? read.message : null;
  return (
    <>
      <input
        value={text}
        spellCheck={false}
        autoComplete="off"
        aria-label={label}
        aria-invalid={mistake !== null}
        aria-describedby={mistake === null ? undefined : id}
        placeholder="as it is"
        className={cx(
          INPUT_CLASS,
          mistake !== null ? 'border-fail' : read !== null ? 'border-edit' : 'border-control-line/60',
        )}
        onChange={(event) => onChange(event.target.value)}
      />
      {mistake !== null && (
        <p id={id} className="max-w-64 pt-0.5 text-xs text-fail">
          {mistake}
        </p>
      )}
    </>
  );
}

function ColumnField({
  columns,
  edited,
  onAdd,
}: {
  columns: string[];
  edited: EditedState;
  onAdd: (column: string) => void;
}) {
  const [text, setText] = useState('');
  const listId = useId();
  const column = text.trim();
  const read = column === '' ? null : readColumn(column, edited);
  const add = () => {
    if (read?.ok !== true) return;
    const name = pathText(read.value);
    if (!columns.includes(name)) onAdd(name);
    setText('');
  };
  return (
    <span className="flex flex-wrap items-center gap-1">
      <input
        value={text}
        list={listId}
        aria-label="Key or path of a new column"
        aria-invalid={read?.ok === false}
        placeholder="key or path"
        autoComplete="off"
        spellCheck={false}
        className="h-7 w-36 rounded-md border border-control-line/60 bg-surface px-2 font-mono text-xs placeholder:text-fg-3"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Enter' && add()}
      />
      <datalist id={listId}>
        {channelNames(edited).map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      <Button size="sm" icon={<Plus aria-hidden size={12} />} disabled={read?.ok !== true} onClick={add}>
        Column
      </Button>
      {read?.ok === false && <span className="text-xs text-fail">{read.message}</span>}
    </span>
  );
}

function valueNow(column: string, edited: EditedState): string {
  const read = readColumn(column, edited);
  if (!read.ok) return '';
  const value = valueAt(edited.values, read.value);
  return value === undefined ? 'not set' : `now ${previewOf(value, 60)}`;
}
