CREATE TABLE "notes" (
	"thread_id" text NOT NULL,
	"namespace" text NOT NULL,
	"checkpoint_id" "bytea" NOT NULL,
	"text" text NOT NULL,
	"updated_at" bigint NOT NULL,
	CONSTRAINT "notes_key" PRIMARY KEY("thread_id","namespace","checkpoint_id")
);
