CREATE TABLE "given_links" (
	"subject" text PRIMARY KEY NOT NULL,
	"url" text NOT NULL,
	"passcode" text,
	"given_by" text NOT NULL,
	"given_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "host_writes" (
	"host_id" text NOT NULL,
	"day" date NOT NULL,
	"writes" integer NOT NULL,
	"spent" boolean NOT NULL,
	CONSTRAINT "host_writes_host_id_day_pk" PRIMARY KEY("host_id","day")
);
--> statement-breakpoint
CREATE TABLE "meeting_decisions" (
	"subject" text NOT NULL,
	"decision" text NOT NULL,
	"decided_by" text NOT NULL,
	"decided_at" timestamp (3) with time zone NOT NULL,
	"about" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "meeting_series" (
	"id" text PRIMARY KEY NOT NULL,
	"course_id" text NOT NULL,
	"state" text NOT NULL,
	"host_id" text NOT NULL,
	"host_email" text NOT NULL,
	"zoom_id" text,
	"join_url" text,
	"passcode" text,
	"topic" text NOT NULL,
	"starts_at" timestamp (3) with time zone NOT NULL,
	"last_starts_at" timestamp (3) with time zone,
	"time_zone" text NOT NULL,
	"duration_minutes" integer NOT NULL,
	"weekdays" text NOT NULL,
	"coach_email" text,
	"asked_at" timestamp (3) with time zone,
	"failure" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "zoom_events" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"zoom_id" text NOT NULL,
	"uuid" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"user_id" text,
	"name" text,
	"email" text,
	"received_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "zoom_pace" (
	"account" text NOT NULL,
	"label" text NOT NULL,
	"free_at" double precision NOT NULL,
	"day" date NOT NULL,
	"used" integer NOT NULL,
	CONSTRAINT "zoom_pace_account_label_pk" PRIMARY KEY("account","label")
);
--> statement-breakpoint
CREATE TABLE "zoom_tokens" (
	"account" text PRIMARY KEY NOT NULL,
	"sealed" text NOT NULL,
	"obtained_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "meetings" DROP CONSTRAINT "meetings_zoom_id_unique";--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "occurrence_id" text;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "coach_email" text;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "accepted" jsonb;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "hand_change" jsonb;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "asked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "meetings" ADD COLUMN "checked_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "meeting_series" ADD CONSTRAINT "meeting_series_course_id_courses_id_fk" FOREIGN KEY ("course_id") REFERENCES "public"."courses"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "meeting_decisions_subject" ON "meeting_decisions" USING btree ("subject","decided_at");--> statement-breakpoint
CREATE INDEX "zoom_events_meeting" ON "zoom_events" USING btree ("zoom_id","at");--> statement-breakpoint
CREATE INDEX "meetings_zoom" ON "meetings" USING btree ("zoom_id");