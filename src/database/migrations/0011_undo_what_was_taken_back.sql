ALTER TABLE "messages" ADD COLUMN "cancelled_from" text;--> statement-breakpoint
ALTER TABLE "scenarios" ADD COLUMN "removed_from" jsonb;--> statement-breakpoint
ALTER TABLE "workbook_shapes" ADD COLUMN "forgotten_at" timestamp (3) with time zone;