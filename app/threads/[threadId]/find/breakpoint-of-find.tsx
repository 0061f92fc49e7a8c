'use client';

import { CircleDot } from 'lucide-react';
import { Button } from '@/app/components/ui/button';
import { useBreakpoints } from '@/lib/client/breakpoints';
import { useBreakpointsPlace } from '../breakpoints/breakpoints-context';
import { useFind } from './find-context';

/** What is searched in the past stops the runs to come: one click; where it does already, a click shows it in the list. */
export function BreakpointOfFind() {
  const { expression, verdict } = useFind();
  const { graphId, open } = useBreakpointsPlace();
  const [list, change] = useBreakpoints(graphId);
  if (graphId === null) return null;
  const known = list.find(({ node, condition, isOn }) => node === null && condition === expression && isOn);
  const make = () =>
    change((others) => [
      ...others,
      { id: crypto.randomUUID(), node: null, when: 'before', condition: expression, isOn: true },
    ]);
  return (
    <Button
      size="sm"
      icon={<CircleDot aria-hidden size={12} className="text-fail" />}
      disabled={verdict?.kind !== 'value'}
      onClick={() => (known ? open(known.id) : make())}
    >
      {known ? 'Show the breakpoint' : 'Make it a breakpoint'}
    </Button>
  );
}
