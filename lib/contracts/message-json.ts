/** What LangChain's messages tell beside their content, in the protocol's flat form. */
const FIELDS = [
  'content',
  'id',
  'name',
  'role',
  'tool_calls',
  'invalid_tool_calls',
  'tool_call_chunks',
  'tool_call_id',
  'status',
  'artifact',
  'usage_metadata',
  'additional_kwargs',
  'response_metadata',
] as const;

/** A message of LangChain's classes, of any copy of them, or a plain one with a type and a content. */
export function isMessage(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  return isMessageInstance(value) || ('content' in value && typeof (value as { type?: unknown }).type === 'string');
}

/** Recognised by shape: nothing here imports LangChain. */
export function isMessageInstance(value: object): value is Record<string, unknown> & { _getType(): string } {
  return 'content' in value && typeof (value as { _getType?: unknown })._getType === 'function';
}

/** The message as the protocol's clients know it: one flat object with its `type`. A plain one is that already. */
export function messageJson(message: unknown): Record<string, unknown> {
  const value = message as Record<string, unknown>;
  if (!isMessageInstance(value)) return value;
  const told = FIELDS.filter((field) => value[field] !== undefined);
  return { ...Object.fromEntries(told.map((field) => [field, value[field]])), type: value._getType() };
}
