/** Text that no compression makes much smaller, the same for the same seed. */
export function noise(length: number, seed: number): string {
  let state = seed + 1;
  let text = '';
  while (text.length < length) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    text += state.toString(36).slice(-5);
  }
  return text.slice(0, length);
}
