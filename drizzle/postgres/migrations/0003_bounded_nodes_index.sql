DROP INDEX "checkpoints_nodes";--> statement-breakpoint
CREATE INDEX "checkpoints_nodes" ON "checkpoints" USING btree ("thread_id",left("nodes", 200),"namespace","checkpoint_id");