CREATE TABLE "ranking_holds" (
	"day" date PRIMARY KEY NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "audit_lines_by" ON "audit_lines" USING btree ("by","id");--> statement-breakpoint
CREATE INDEX "audit_lines_area" ON "audit_lines" USING btree (split_part("action", '.', 1),"id");--> statement-breakpoint
CREATE INDEX "sessions_group" ON "sessions" USING btree ("group_id","starts_at");