-- Prices by the depth of the quantity, and by what was paid in the last days.
ALTER TABLE "rule" DROP CONSTRAINT "rule_basis_whole";
ALTER TABLE "rule" ADD CONSTRAINT "rule_basis_whole"
  CHECK (num_nulls("hub_id", "basis_side", "basis_statistic") IN (0, 3)
    AND "basis_side" IN ('buy', 'sell', 'split')
    AND "basis_statistic" IN
      ('best', 'top5', 'depth', 'average-3', 'average-7', 'average-14', 'average-30', 'average-90'));

-- What EVE says was paid for a type in a region, day by day.
CREATE TABLE "price_history" (
    "region_id" INTEGER NOT NULL,
    "type_id" INTEGER NOT NULL,
    "days" JSONB NOT NULL,
    "fetched_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "price_history_pkey" PRIMARY KEY ("region_id", "type_id")
);
