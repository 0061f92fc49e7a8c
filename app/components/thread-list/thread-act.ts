/** What a person does to threads; pruning without ids is about all of them. */
export type ThreadAct =
  | { kind: 'copy'; threadIds: string[] }
  | { kind: 'delete'; threadIds: string[] }
  | { kind: 'export'; threadIds: string[] }
  | { kind: 'import'; files: File[] }
  | { kind: 'prune'; threadIds: string[] | null };
