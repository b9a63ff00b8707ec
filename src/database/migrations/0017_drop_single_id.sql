ALTER TABLE "deliveries" DROP COLUMN "telegram_message_id";--> statement-breakpoint
ALTER TABLE "messages" DROP COLUMN "telegram_message_id";