CREATE TABLE "stored_settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"sealed" boolean NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
