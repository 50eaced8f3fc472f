-- What a program takes off, adds and bounds, beside the price of each item.
ALTER TABLE "program"
  ADD COLUMN "hauling_per_m3" BIGINT,
  ADD COLUMN "density_limit" BIGINT,
  ADD COLUMN "density_tax_bp" INTEGER,
  ADD COLUMN "sale_bonus_bp" INTEGER,
  ADD COLUMN "sale_from" TIMESTAMPTZ(3),
  ADD COLUMN "sale_until" TIMESTAMPTZ(3),
  ADD COLUMN "daily_cap" BIGINT,
  ADD COLUMN "pilot_daily_cap" BIGINT,
  ADD COLUMN "takes_donations" BOOLEAN NOT NULL DEFAULT false;

ALTER TABLE "program" ADD CONSTRAINT "program_hauling_positive" CHECK ("hauling_per_m3" > 0);
ALTER TABLE "program" ADD CONSTRAINT "program_density_in_range"
  CHECK ("density_limit" > 0 AND ("density_tax_bp" IS NULL OR "density_tax_bp" BETWEEN 1 AND 9999));
ALTER TABLE "program" ADD CONSTRAINT "program_density_tax_has_limit"
  CHECK ("density_tax_bp" IS NULL OR "density_limit" IS NOT NULL);
-- A sale has an end, and pilots are told of it.
ALTER TABLE "program" ADD CONSTRAINT "program_sale_whole"
  CHECK (num_nulls("sale_bonus_bp", "sale_until") IN (0, 2)
    AND ("sale_from" IS NULL OR "sale_until" IS NOT NULL));
ALTER TABLE "program" ADD CONSTRAINT "program_sale_in_range" CHECK ("sale_bonus_bp" BETWEEN 1 AND 5000);
ALTER TABLE "program" ADD CONSTRAINT "program_sale_times_in_order" CHECK ("sale_from" < "sale_until");
ALTER TABLE "program" ADD CONSTRAINT "program_daily_caps_positive"
  CHECK ("daily_cap" > 0 AND "pilot_daily_cap" > 0);

-- What the pilot gives away of the sum of the lines, in whole ISK; the total is without it.
ALTER TABLE "quote"
  ADD COLUMN "donation" BIGINT NOT NULL DEFAULT 0,
  ADD COLUMN "donation_bp" INTEGER NOT NULL DEFAULT 0;
ALTER TABLE "quote" ADD CONSTRAINT "quote_donation_in_range"
  CHECK ("donation" >= 0 AND "donation" % 100 = 0 AND "donation_bp" BETWEEN 0 AND 10000
    AND ("donation" = 0 OR "donation_bp" > 0));

-- What counts of a day is looked for at each quote of a program with a cap.
CREATE INDEX "quote_program_id_created_at_idx" ON "quote"("program_id", "created_at");
