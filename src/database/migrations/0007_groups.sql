ALTER TABLE "groups" ADD COLUMN "inactive_remedy" jsonb;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "inactive_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "trouble" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "topic_id" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "bot_status" text;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "may_send_photos" boolean;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "hears_all" boolean;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "standing_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "last_heard_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "groups" ADD COLUMN "origin" text DEFAULT 'workbook' NOT NULL;