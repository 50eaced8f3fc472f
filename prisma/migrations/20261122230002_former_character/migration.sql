-- CreateTable
CREATE TABLE "former_character" (
    "account_id" UUID NOT NULL,
    "character_id" BIGINT NOT NULL,
    "left_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "former_character_pkey" PRIMARY KEY ("account_id","character_id")
);
