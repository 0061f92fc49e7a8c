DROP INDEX "checkpoints_base";--> statement-breakpoint
ALTER TABLE "checkpoints" ALTER COLUMN "metadata" DROP NOT NULL;--> statement-breakpoint
ALTER TABLE "checkpoints" ADD COLUMN "nodes" text COLLATE "C" DEFAULT '' NOT NULL;--> statement-breakpoint
UPDATE "checkpoints" AS saved SET "nodes" = ran.nodes
FROM (
	SELECT parent.thread_id, parent.namespace, parent.checkpoint_id,
		CASE count(DISTINCT node) WHEN 1 THEN '=' || min(node) ELSE '*' || jsonb_agg(DISTINCT node)::text END AS nodes
	FROM "checkpoints" AS parent CROSS JOIN jsonb_array_elements_text(parent.next::jsonb) AS node
	GROUP BY parent.thread_id, parent.namespace, parent.checkpoint_id
) AS ran
WHERE saved.source = 'loop' AND saved.thread_id = ran.thread_id AND saved.namespace = ran.namespace AND saved.parent_id = ran.checkpoint_id;--> statement-breakpoint
ALTER TABLE "checkpoints" ALTER COLUMN "nodes" DROP DEFAULT;--> statement-breakpoint
CREATE INDEX "checkpoints_branch" ON "checkpoints" USING btree ("thread_id","namespace","branch_id","checkpoint_id");--> statement-breakpoint
CREATE INDEX "checkpoints_nodes" ON "checkpoints" USING btree ("thread_id","namespace","nodes","checkpoint_id");--> statement-breakpoint
CREATE INDEX "checkpoints_step" ON "checkpoints" USING btree ("thread_id","namespace","step");--> statement-breakpoint
CREATE INDEX "checkpoints_source" ON "checkpoints" USING btree ("thread_id","namespace","source","checkpoint_id") WHERE source <> 'loop';--> statement-breakpoint
CREATE INDEX "checkpoints_metadata" ON "checkpoints" USING gin (metadata jsonb_path_ops) WHERE metadata IS NOT NULL;--> statement-breakpoint
ALTER TABLE "channel_values" ALTER COLUMN "value" SET STORAGE EXTERNAL;
