-- What was really sent may be quoted anew, at the same prices: the new quote takes the place of the old one.
ALTER TABLE "quote"
  ADD COLUMN "replaced_by_id" UUID,
  ADD COLUMN "former_codes" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
  ADD COLUMN "first_made_at" TIMESTAMPTZ(3);

CREATE UNIQUE INDEX "quote_replaced_by_id_key" ON "quote"("replaced_by_id");
ALTER TABLE "quote" ADD CONSTRAINT "quote_replaced_by_id_fkey"
  FOREIGN KEY ("replaced_by_id") REFERENCES "quote"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "quote" ADD CONSTRAINT "quote_replaced_is_cancelled"
  CHECK ("replaced_by_id" IS NULL OR ("state" = 'cancelled' AND "replaced_by_id" <> "id"));
ALTER TABLE "quote" ADD CONSTRAINT "quote_replaces_since"
  CHECK (("first_made_at" IS NULL) = (cardinality("former_codes") = 0));
