CREATE TABLE "session_approvals" (
	"session_id" text PRIMARY KEY NOT NULL,
	"version" text NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "session_approvals" ADD CONSTRAINT "session_approvals_session_id_sessions_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."sessions"("id") ON DELETE no action ON UPDATE no action;