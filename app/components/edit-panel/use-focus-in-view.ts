'use client';

import { useEffect, useRef } from 'react';

/** Of an element that scrolls: when its height changes, what has the focus in it is brought back into sight. */
export function useFocusInView<Element extends HTMLElement>() {
  const scroller = useRef<Element>(null);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const { activeElement } = document;
      if (activeElement !== element && element.contains(activeElement))
        activeElement?.scrollIntoView({ block: 'nearest' });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return scroller;
}
