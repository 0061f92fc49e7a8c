// Generated from postgres/migrations by drizzle/embed-migrations.mjs; not edited by hand.
import type { Migration } from '../migration';

export const postgresMigrations: Migration[] = [
  {
    name: '0000_create_tables',
    statements: [
      'CREATE TABLE "branches" (\n\t"thread_id" text NOT NULL,\n\t"namespace" text NOT NULL,\n\t"branch_id" text NOT NULL,\n\t"position" integer NOT NULL,\n\t"name" text NOT NULL,\n\t"fork_checkpoint_id" "bytea",\n\t"tip_id" "bytea" NOT NULL,\n\t"is_head" boolean NOT NULL,\n\t"origin" text NOT NULL,\n\t"hidden" boolean NOT NULL,\n\t"created_at" bigint NOT NULL,\n\t"updated_at" bigint NOT NULL,\n\t"writer" text NOT NULL,\n\tCONSTRAINT "branches_key" PRIMARY KEY("thread_id","namespace","branch_id")\n);',
      'CREATE TABLE "channel_values" (\n\t"thread_id" text NOT NULL,\n\t"namespace" text NOT NULL,\n\t"channel" text NOT NULL,\n\t"chain_id" text NOT NULL,\n\t"sequence" integer NOT NULL,\n\t"version" text NOT NULL,\n\t"kind" smallint NOT NULL,\n\t"value" "bytea" NOT NULL,\n\t"created_at" bigint NOT NULL,\n\tCONSTRAINT "channel_values_key" PRIMARY KEY("thread_id","namespace","channel","chain_id","sequence")\n);',
      'CREATE TABLE "checkpoint_writes" (\n\t"thread_id" text NOT NULL,\n\t"namespace" text NOT NULL,\n\t"checkpoint_id" "bytea" NOT NULL,\n\t"task_id" "bytea" NOT NULL,\n\t"position" integer NOT NULL,\n\t"writes" "bytea" NOT NULL,\n\t"created_at" bigint NOT NULL,\n\tCONSTRAINT "checkpoint_writes_key" PRIMARY KEY("thread_id","namespace","checkpoint_id","task_id","position")\n);',
      'CREATE TABLE "checkpoints" (\n\t"thread_id" text NOT NULL,\n\t"namespace" text NOT NULL,\n\t"checkpoint_id" "bytea" NOT NULL,\n\t"parent_id" "bytea",\n\t"branch_id" text NOT NULL,\n\t"base_id" "bytea" NOT NULL,\n\t"source" text NOT NULL,\n\t"step" integer NOT NULL,\n\t"run_id" "bytea",\n\t"created_at" bigint NOT NULL,\n\t"next" text NOT NULL,\n\t"metadata" jsonb NOT NULL,\n\t"record" "bytea" NOT NULL,\n\tCONSTRAINT "checkpoints_key" PRIMARY KEY("thread_id","namespace","checkpoint_id")\n);',
      'CREATE TABLE "run_events" (\n\t"thread_id" text NOT NULL,\n\t"run_id" "bytea" NOT NULL,\n\t"sequence" integer NOT NULL,\n\t"step" integer NOT NULL,\n\t"mode" text NOT NULL,\n\t"payload" text NOT NULL,\n\t"created_at" bigint NOT NULL,\n\tCONSTRAINT "run_events_key" PRIMARY KEY("thread_id","run_id","sequence")\n);',
      'CREATE TABLE "runs" (\n\t"thread_id" text NOT NULL,\n\t"run_id" "bytea" NOT NULL,\n\t"graph_id" text NOT NULL,\n\t"branch_id" text,\n\t"claim" text,\n\t"status" text NOT NULL,\n\t"reason" text,\n\t"error" text,\n\t"metadata" jsonb NOT NULL,\n\t"kwargs" text NOT NULL,\n\t"multitask_strategy" text NOT NULL,\n\t"owner" text,\n\t"heartbeat_at" bigint,\n\t"created_at" bigint NOT NULL,\n\t"updated_at" bigint NOT NULL,\n\t"writer" text NOT NULL,\n\tCONSTRAINT "runs_key" PRIMARY KEY("thread_id","run_id")\n);',
      'CREATE TABLE "threads" (\n\t"thread_id" text PRIMARY KEY NOT NULL,\n\t"graph_id" text,\n\t"metadata" jsonb NOT NULL,\n\t"config" text NOT NULL,\n\t"created_at" bigint NOT NULL,\n\t"updated_at" bigint NOT NULL,\n\t"writer" text NOT NULL\n);',
      'CREATE UNIQUE INDEX "branches_head" ON "branches" USING btree ("thread_id","namespace") WHERE is_head;',
      'CREATE INDEX "checkpoints_base" ON "checkpoints" USING btree ("thread_id","namespace","base_id","checkpoint_id");',
      'CREATE UNIQUE INDEX "runs_claim" ON "runs" USING btree ("thread_id","claim") WHERE claim IS NOT NULL;',
      'CREATE INDEX "runs_live" ON "runs" USING btree ("thread_id","owner") WHERE status IN (\'pending\', \'running\');',
    ],
  },
  {
    name: '0001_linear_history',
    statements: [
      'DROP INDEX "checkpoints_base";',
      'ALTER TABLE "checkpoints" ALTER COLUMN "metadata" DROP NOT NULL;',
      'ALTER TABLE "checkpoints" ADD COLUMN "nodes" text COLLATE "C" DEFAULT \'\' NOT NULL;',
      'UPDATE "checkpoints" AS saved SET "nodes" = ran.nodes\nFROM (\n\tSELECT parent.thread_id, parent.namespace, parent.checkpoint_id,\n\t\tCASE count(DISTINCT node) WHEN 1 THEN \'=\' || min(node) ELSE \'*\' || jsonb_agg(DISTINCT node)::text END AS nodes\n\tFROM "checkpoints" AS parent CROSS JOIN jsonb_array_elements_text(parent.next::jsonb) AS node\n\tGROUP BY parent.thread_id, parent.namespace, parent.checkpoint_id\n) AS ran\nWHERE saved.source = \'loop\' AND saved.thread_id = ran.thread_id AND saved.namespace = ran.namespace AND saved.parent_id = ran.checkpoint_id;',
      'ALTER TABLE "checkpoints" ALTER COLUMN "nodes" DROP DEFAULT;',
      'CREATE INDEX "checkpoints_branch" ON "checkpoints" USING btree ("thread_id","namespace","branch_id","checkpoint_id");',
      'CREATE INDEX "checkpoints_nodes" ON "checkpoints" USING btree ("thread_id","namespace","nodes","checkpoint_id");',
      'CREATE INDEX "checkpoints_step" ON "checkpoints" USING btree ("thread_id","namespace","step");',
      'CREATE INDEX "checkpoints_source" ON "checkpoints" USING btree ("thread_id","namespace","source","checkpoint_id") WHERE source <> \'loop\';',
      'CREATE INDEX "checkpoints_metadata" ON "checkpoints" USING gin (metadata jsonb_path_ops) WHERE metadata IS NOT NULL;',
      'ALTER TABLE "channel_values" ALTER COLUMN "value" SET STORAGE EXTERNAL;',
    ],
  },
  {
    name: '0002_add_notes',
    statements: [
      'CREATE TABLE "notes" (\n\t"thread_id" text NOT NULL,\n\t"namespace" text NOT NULL,\n\t"checkpoint_id" "bytea" NOT NULL,\n\t"text" text NOT NULL,\n\t"updated_at" bigint NOT NULL,\n\tCONSTRAINT "notes_key" PRIMARY KEY("thread_id","namespace","checkpoint_id")\n);',
    ],
  },
  {
    name: '0003_narrow_indexes',
    statements: [
      'DROP INDEX "checkpoints_branch";',
      'DROP INDEX "checkpoints_nodes";',
      'DROP INDEX "checkpoints_step";',
      'DROP INDEX "checkpoints_source";',
      'CREATE INDEX "checkpoints_branch" ON "checkpoints" USING btree ("thread_id","branch_id","namespace","checkpoint_id");',
      'CREATE INDEX "checkpoints_nodes" ON "checkpoints" USING btree ("thread_id",left("nodes", 200),"namespace","checkpoint_id");',
      'CREATE INDEX "checkpoints_step" ON "checkpoints" USING btree ("thread_id","step");',
      'CREATE INDEX "checkpoints_source" ON "checkpoints" USING btree ("thread_id","source","namespace","checkpoint_id") WHERE source <> \'loop\';',
    ],
  },
];
