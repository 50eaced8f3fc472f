-- Keys with which programs act for an account, and what was answered under an Idempotency-Key.
CREATE TABLE "api_key" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "scopes" TEXT[],
    "token_hash" BYTEA NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "api_key_pkey" PRIMARY KEY ("id")
);

CREATE UNIQUE INDEX "api_key_token_hash_key" ON "api_key"("token_hash");
CREATE INDEX "api_key_account_id_idx" ON "api_key"("account_id");

ALTER TABLE "api_key" ADD CONSTRAINT "api_key_account_id_fkey"
  FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_name_short"
  CHECK (char_length("name") BETWEEN 1 AND 60);
-- Of SHA-256.
ALTER TABLE "api_key" ADD CONSTRAINT "api_key_hash_whole" CHECK (octet_length("token_hash") = 32);

CREATE TABLE "kept_answer" (
    "id" BYTEA NOT NULL,
    "request_hash" BYTEA NOT NULL,
    "turn" UUID NOT NULL,
    "turn_until" TIMESTAMPTZ(3) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "answer" JSONB,

    CONSTRAINT "kept_answer_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "kept_answer_created_at_idx" ON "kept_answer"("created_at");
