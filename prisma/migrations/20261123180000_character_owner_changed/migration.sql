-- When a character was last seen to have another owner than before: what it did until then is nobody's.
ALTER TABLE "character" ADD COLUMN "owner_changed_at" TIMESTAMPTZ(3);

-- Until now that moment took the place of `created_at`: the trail knows the character from before it.
UPDATE "character" SET "owner_changed_at" = "created_at"
WHERE EXISTS (
  SELECT FROM "audit_event"
  WHERE "entity" = 'character' AND "entity_id" = "character"."id"::text AND "at" < "character"."created_at");
