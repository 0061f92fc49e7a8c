/** Sets an own key, whatever its name: assigning to `__proto__` would set the prototype instead. */
export function setKey(record: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') record[key] = value;
  else Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}
