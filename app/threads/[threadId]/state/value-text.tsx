import { cx } from '@/app/components/ui/cx';
import { previewOf, unwrap } from '@/lib/inspect/preview';
import { LINE_LENGTH } from '@/lib/inspect/tree';

/** One line of a value, as text and never as markup. */
export function ValueText({ value, isRemoved = false }: { value: unknown; isRemoved?: boolean }) {
  const Element = isRemoved ? 's' : 'span';
  const isContainer = typeof unwrap(value).value === 'object' && unwrap(value).value !== null;
  return (
    <Element className={cx(isContainer ? 'text-fg-2' : 'text-fg', value === null && 'text-fg-3')}>
      {previewOf(value, LINE_LENGTH)}
    </Element>
  );
}
