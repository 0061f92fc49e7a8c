import { previewOf } from '@/lib/inspect/preview';
import { Button } from '../ui/button';

interface ExamplePickerProps {
  examples: Record<string, unknown>[];
  onPick: (example: Record<string, unknown>) => void;
}

/** Example inputs of the graph; the first is filled in already. */
export function ExamplePicker({ examples, onPick }: ExamplePickerProps) {
  if (examples.length < 2) return null;
  return (
    <div className="ml-auto flex flex-wrap items-center gap-1">
      <span className="text-xs text-fg-3">Examples</span>
      {examples.map((example, index) => (
        <Button
          key={JSON.stringify(example)}
          size="sm"
          tone="ghost"
          title={JSON.stringify(example)}
          onClick={() => onPick(example)}
        >
          {exampleName(example, index)}
        </Button>
      ))}
    </div>
  );
}

function exampleName(example: Record<string, unknown>, index: number): string {
  const telling = Object.values(example).find((value) => typeof value === 'string' && value !== '');
  return telling === undefined ? `Example ${index + 1}` : previewOf(telling, 24).slice(1, -1);
}
