-- AlterTable
ALTER TABLE "contract" ADD COLUMN     "offer_hash" BYTEA;

-- Contracts that count today go on counting: their next match puts the hash itself here.
UPDATE "contract" SET "offer_hash" = ''
WHERE "relation" = 'named' AND "gone_at" IS NULL AND NOT EXISTS (
  SELECT FROM (
    SELECT "findings" FROM "verdict" WHERE "contract_id" = "contract"."id"
    ORDER BY "created_at" DESC, "id" DESC LIMIT 1) latest, jsonb_array_elements("findings") finding
  WHERE finding ->> 'level' IN ('problem', 'fraud')
    AND finding ->> 'check' NOT IN ('price', 'items', 'assembled', 'quote-contracts'));
