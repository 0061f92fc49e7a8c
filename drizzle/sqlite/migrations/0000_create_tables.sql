CREATE TABLE `branches` (
	`thread_id` text NOT NULL,
	`namespace` text NOT NULL,
	`branch_id` text NOT NULL,
	`position` integer NOT NULL,
	`name` text NOT NULL,
	`fork_checkpoint_id` blob,
	`tip_id` blob NOT NULL,
	`is_head` integer NOT NULL,
	`origin` text NOT NULL,
	`hidden` integer NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`writer` text NOT NULL,
	PRIMARY KEY(`thread_id`, `namespace`, `branch_id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `branches_head` ON `branches` (`thread_id`,`namespace`) WHERE is_head;--> statement-breakpoint
CREATE INDEX `branches_updated` ON `branches` (`updated_at`);--> statement-breakpoint
CREATE TABLE `channel_values` (
	`thread_id` text NOT NULL,
	`namespace` text NOT NULL,
	`channel` text NOT NULL,
	`chain_id` text NOT NULL,
	`sequence` integer NOT NULL,
	`version` text NOT NULL,
	`kind` integer NOT NULL,
	`value` blob NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`thread_id`, `namespace`, `channel`, `chain_id`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `checkpoint_writes` (
	`thread_id` text NOT NULL,
	`namespace` text NOT NULL,
	`checkpoint_id` blob NOT NULL,
	`task_id` blob NOT NULL,
	`position` integer NOT NULL,
	`writes` blob NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`thread_id`, `namespace`, `checkpoint_id`, `task_id`, `position`)
);
--> statement-breakpoint
CREATE TABLE `checkpoints` (
	`thread_id` text NOT NULL,
	`namespace` text NOT NULL,
	`checkpoint_id` blob NOT NULL,
	`parent_id` blob,
	`branch_id` text NOT NULL,
	`base_id` blob NOT NULL,
	`source` text NOT NULL,
	`step` integer NOT NULL,
	`run_id` blob,
	`created_at` integer NOT NULL,
	`next` text NOT NULL,
	`metadata` text NOT NULL,
	`record` blob NOT NULL,
	PRIMARY KEY(`thread_id`, `namespace`, `checkpoint_id`)
);
--> statement-breakpoint
CREATE INDEX `checkpoints_base` ON `checkpoints` (`thread_id`,`namespace`,`base_id`,`checkpoint_id`);--> statement-breakpoint
CREATE TABLE `run_events` (
	`thread_id` text NOT NULL,
	`run_id` blob NOT NULL,
	`sequence` integer NOT NULL,
	`step` integer NOT NULL,
	`mode` text NOT NULL,
	`payload` text NOT NULL,
	`created_at` integer NOT NULL,
	PRIMARY KEY(`thread_id`, `run_id`, `sequence`)
);
--> statement-breakpoint
CREATE TABLE `runs` (
	`thread_id` text NOT NULL,
	`run_id` blob NOT NULL,
	`graph_id` text NOT NULL,
	`branch_id` text,
	`claim` text,
	`status` text NOT NULL,
	`reason` text,
	`error` text,
	`metadata` text NOT NULL,
	`kwargs` text NOT NULL,
	`multitask_strategy` text NOT NULL,
	`owner` text,
	`heartbeat_at` integer,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`writer` text NOT NULL,
	PRIMARY KEY(`thread_id`, `run_id`)
);
--> statement-breakpoint
CREATE UNIQUE INDEX `runs_claim` ON `runs` (`thread_id`,`claim`) WHERE claim IS NOT NULL;--> statement-breakpoint
CREATE INDEX `runs_live` ON `runs` (`thread_id`,`owner`) WHERE status IN ('pending', 'running');--> statement-breakpoint
CREATE INDEX `runs_updated` ON `runs` (`updated_at`);--> statement-breakpoint
CREATE TABLE `threads` (
	`thread_id` text PRIMARY KEY NOT NULL,
	`graph_id` text,
	`metadata` text NOT NULL,
	`config` text NOT NULL,
	`created_at` integer NOT NULL,
	`updated_at` integer NOT NULL,
	`writer` text NOT NULL
);
--> statement-breakpoint
CREATE INDEX `threads_updated` ON `threads` (`updated_at`);