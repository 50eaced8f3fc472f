-- The levels of the books that prices are made from: what a depth chart draws.
CREATE TABLE "order_book" (
    "hub_id" BIGINT NOT NULL,
    "type_id" INTEGER NOT NULL,
    "levels" JSONB NOT NULL,

    CONSTRAINT "order_book_pkey" PRIMARY KEY ("hub_id", "type_id")
);

ALTER TABLE "order_book" ADD CONSTRAINT "order_book_hub_id_type_id_fkey"
  FOREIGN KEY ("hub_id", "type_id") REFERENCES "price"("hub_id", "type_id")
  ON DELETE CASCADE ON UPDATE CASCADE;
