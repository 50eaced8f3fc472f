-- AlterTable
ALTER TABLE "quote" ADD COLUMN     "form_hash" BYTEA;
