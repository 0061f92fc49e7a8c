/** Sets an own key, whatever its name: assigning to `__proto__` would set the prototype instead. */
export function setOwn<Value>(record: Record<string, Value>, key: string, value: Value): void {
  if (key !== '__proto__') record[key] = value;
  else Object.defineProperty(record, key, { value, enumerable: true, configurable: true, writable: true });
}
