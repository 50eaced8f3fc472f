import type { NextConfig } from 'next';

const config: NextConfig = {
  // A test run builds beside the site that may be running from the same folder.
  distDir: process.env.NEXT_DIST_DIR ?? '.next',
  poweredByHeader: false,
  reactStrictMode: true,
  // Lint runs tsc over the whole project; a second run inside the build would only take time.
  typescript: { ignoreBuildErrors: true },
  // Native or stateful packages: the server loads them as they are.
  serverExternalPackages: [
    'pg',
    'ioredis',
    'bullmq',
    'pino',
    'undici',
    'jose',
    'rate-limiter-flexible',
    '@prisma/client',
    '@prisma/adapter-pg',
  ],
  // Icons come from EVE's own image server at the size asked for; nothing is resized here.
  images: { unoptimized: true },
  // The front counts the same while a body arrives.
  experimental: { serverActions: { bodySizeLimit: '1mb' } },
  devIndicators: false,
};

export default config;
