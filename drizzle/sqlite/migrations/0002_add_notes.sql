CREATE TABLE `notes` (
	`thread_id` text NOT NULL,
	`namespace` text NOT NULL,
	`checkpoint_id` blob NOT NULL,
	`text` text NOT NULL,
	`updated_at` integer NOT NULL,
	PRIMARY KEY(`thread_id`, `namespace`, `checkpoint_id`)
);
