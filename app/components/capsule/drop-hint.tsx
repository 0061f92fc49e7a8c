import { Upload } from 'lucide-react';

/** Over the page while a file hovers above it. */
export function DropHint() {
  return (
    <div className="pointer-events-none absolute -inset-2 z-20 flex items-center justify-center rounded-xl border-2 border-dashed border-now bg-surface/85">
      <p className="flex items-center gap-2 font-medium">
        <Upload aria-hidden size={16} className="text-now" />
        Drop capsules to import or open them
      </p>
    </div>
  );
}
