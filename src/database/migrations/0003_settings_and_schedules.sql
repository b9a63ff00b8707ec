CREATE TABLE "stored_settings" (
	"name" text PRIMARY KEY NOT NULL,
	"value" text NOT NULL,
	"sealed" boolean NOT NULL,
	"changed_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "attendances_present" ON "attendances" USING btree ("session_id") WHERE "attendances"."present";--> statement-breakpoint
CREATE INDEX "log_entries_loud" ON "log_entries" USING btree ("run_id","level") WHERE level <> 'info';