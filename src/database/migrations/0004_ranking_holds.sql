CREATE TABLE "ranking_holds" (
	"day" date PRIMARY KEY NOT NULL,
	"by" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
