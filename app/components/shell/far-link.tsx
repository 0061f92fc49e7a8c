'use client';

import Link from 'next/link';
import { type ComponentProps, useState } from 'react';

/**
 * A link whose page is read ahead once somebody turns to it: on a page with enough to load, reading ahead at once would take
 * the server's time from what is waited for.
 */
export function FarLink(props: ComponentProps<typeof Link>) {
  const [isNear, setNear] = useState(false);
  const turnTo = () => setNear(true);
  return <Link {...props} prefetch={isNear ? null : false} onPointerEnter={turnTo} onFocus={turnTo} />;
}
