-- What a trader's wallet holds, as a character of the trader's has allowed us to tell.
CREATE TABLE "funds" (
    "party_id" BIGINT NOT NULL,
    "character_id" BIGINT NOT NULL,
    "balance" BIGINT,
    "read_at" TIMESTAMPTZ(3),
    "next_poll_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "funds_pkey" PRIMARY KEY ("party_id")
);

ALTER TABLE "funds" ADD CONSTRAINT "funds_character_id_fkey"
  FOREIGN KEY ("character_id") REFERENCES "character"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "funds" ADD CONSTRAINT "funds_read_whole" CHECK (("balance" IS NULL) = ("read_at" IS NULL));

-- What was paid since a wallet was read is looked for whenever that is shown.
CREATE INDEX "settlement_created_at_idx" ON "settlement"("created_at");
