/** As JSONata's own `$boolean`: empty texts, lists and objects, zero and what is missing do not hold. */
export function isTruth(value) {
  if (Array.isArray(value)) return value.some(isTruth);
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return typeof value !== 'function' && Boolean(value);
}

/** JSONata throws plain objects with a message. */
export function messageOf(error) {
  return typeof error?.message === 'string' ? error.message : String(error);
}
