-- AlterTable
ALTER TABLE "quote" ADD COLUMN     "claimed_at" TIMESTAMPTZ(3);
