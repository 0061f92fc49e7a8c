/** What a page says where the browser refuses. */
export const COPY_REFUSED = 'The browser refuses to copy';

/**
 * Puts a text on the clipboard; false where the browser refuses. Over plain http from another host it has no
 * `navigator.clipboard`; the old command still copies what is selected there.
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

function copyBySelection(text: string): boolean {
  const focused = document.activeElement;
  const field = document.createElement('textarea');
  field.value = text;
  field.readOnly = true;
  Object.assign(field.style, { position: 'fixed', top: '0', opacity: '0' });
  // A modal dialog lets nothing outside of it take the focus.
  (focused?.closest('dialog') ?? document.body).append(field);
  try {
    field.select();
    return document.execCommand('copy');
  } finally {
    field.remove();
    if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  }
}
