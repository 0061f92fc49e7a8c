/** Moves the focus to a node's button, without the browser's own scrolling: the canvas brings it into sight. */
export function focusNode(within: Element | null, nodePath: string): void {
  within?.querySelector<HTMLElement>(`[data-node="${CSS.escape(nodePath)}"]`)?.focus({ preventScroll: true });
}
