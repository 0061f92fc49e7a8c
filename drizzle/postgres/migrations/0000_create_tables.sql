CREATE TABLE "branches" (
	"thread_id" text NOT NULL,
	"namespace" text NOT NULL,
	"branch_id" text NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"fork_checkpoint_id" "bytea",
	"tip_id" "bytea" NOT NULL,
	"is_head" boolean NOT NULL,
	"origin" text NOT NULL,
	"hidden" boolean NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"writer" text NOT NULL,
	CONSTRAINT "branches_key" PRIMARY KEY("thread_id","namespace","branch_id")
);
--> statement-breakpoint
CREATE TABLE "channel_values" (
	"thread_id" text NOT NULL,
	"namespace" text NOT NULL,
	"channel" text NOT NULL,
	"chain_id" text NOT NULL,
	"sequence" integer NOT NULL,
	"version" text NOT NULL,
	"kind" smallint NOT NULL,
	"value" "bytea" NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "channel_values_key" PRIMARY KEY("thread_id","namespace","channel","chain_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "checkpoint_writes" (
	"thread_id" text NOT NULL,
	"namespace" text NOT NULL,
	"checkpoint_id" "bytea" NOT NULL,
	"task_id" "bytea" NOT NULL,
	"position" integer NOT NULL,
	"writes" "bytea" NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "checkpoint_writes_key" PRIMARY KEY("thread_id","namespace","checkpoint_id","task_id","position")
);
--> statement-breakpoint
CREATE TABLE "checkpoints" (
	"thread_id" text NOT NULL,
	"namespace" text NOT NULL,
	"checkpoint_id" "bytea" NOT NULL,
	"parent_id" "bytea",
	"branch_id" text NOT NULL,
	"base_id" "bytea" NOT NULL,
	"source" text NOT NULL,
	"step" integer NOT NULL,
	"run_id" "bytea",
	"created_at" bigint NOT NULL,
	"next" text NOT NULL,
	"metadata" jsonb NOT NULL,
	"record" "bytea" NOT NULL,
	CONSTRAINT "checkpoints_key" PRIMARY KEY("thread_id","namespace","checkpoint_id")
);
--> statement-breakpoint
CREATE TABLE "run_events" (
	"thread_id" text NOT NULL,
	"run_id" "bytea" NOT NULL,
	"sequence" integer NOT NULL,
	"step" integer NOT NULL,
	"mode" text NOT NULL,
	"payload" text NOT NULL,
	"created_at" bigint NOT NULL,
	CONSTRAINT "run_events_key" PRIMARY KEY("thread_id","run_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"thread_id" text NOT NULL,
	"run_id" "bytea" NOT NULL,
	"graph_id" text NOT NULL,
	"branch_id" text,
	"claim" text,
	"status" text NOT NULL,
	"reason" text,
	"error" text,
	"metadata" jsonb NOT NULL,
	"kwargs" text NOT NULL,
	"multitask_strategy" text NOT NULL,
	"owner" text,
	"heartbeat_at" bigint,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"writer" text NOT NULL,
	CONSTRAINT "runs_key" PRIMARY KEY("thread_id","run_id")
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"thread_id" text PRIMARY KEY NOT NULL,
	"graph_id" text,
	"metadata" jsonb NOT NULL,
	"config" text NOT NULL,
	"created_at" bigint NOT NULL,
	"updated_at" bigint NOT NULL,
	"writer" text NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "branches_head" ON "branches" USING btree ("thread_id","namespace") WHERE is_head;--> statement-breakpoint
CREATE INDEX "checkpoints_base" ON "checkpoints" USING btree ("thread_id","namespace","base_id","checkpoint_id");--> statement-breakpoint
CREATE UNIQUE INDEX "runs_claim" ON "runs" USING btree ("thread_id","claim") WHERE claim IS NOT NULL;--> statement-breakpoint
CREATE INDEX "runs_live" ON "runs" USING btree ("thread_id","owner") WHERE status IN ('pending', 'running');