-- An account that became part of another one: closed, and everything that was its own is the other's.
ALTER TABLE "account" ADD COLUMN "merged_into_id" UUID;
ALTER TABLE "account" ADD CONSTRAINT "account_merged_into_id_fkey"
  FOREIGN KEY ("merged_into_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "account" ADD CONSTRAINT "account_merged_is_closed"
  CHECK ("merged_into_id" IS NULL OR ("deleted_at" IS NOT NULL AND "merged_into_id" <> "id"));
CREATE INDEX "account_merged_into_id_idx" ON "account"("merged_into_id");
