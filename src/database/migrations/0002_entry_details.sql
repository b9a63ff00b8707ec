ALTER TABLE "entries" ADD COLUMN "topic" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "language" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "meeting_link" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "starts_on" text;--> statement-breakpoint
ALTER TABLE "entries" ADD COLUMN "ends_on" text;