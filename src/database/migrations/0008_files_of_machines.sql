CREATE TABLE "backups" (
	"place" text NOT NULL,
	"name" text NOT NULL,
	"bytes" bigint NOT NULL,
	"taken_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "backups_place_name_pk" PRIMARY KEY("place","name")
);
--> statement-breakpoint
CREATE TABLE "uploads" (
	"name" text PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL,
	"kept_at" timestamp (3) with time zone NOT NULL,
	"settled" boolean NOT NULL
);
--> statement-breakpoint
ALTER TABLE "collections" ADD COLUMN "by_report" boolean DEFAULT true NOT NULL;--> statement-breakpoint
CREATE INDEX "backups_taken" ON "backups" USING btree ("taken_at");