import type { $ZodConfig } from 'zod/v4/core';

// Runs in the browser before any page's code. zod would try whether it may compile: our policy forbids
// it, and browsers report the try. zod itself comes after the page and takes up what it finds here.
const settings: $ZodConfig = { jitless: true };
Reflect.set(globalThis, '__zod_globalConfig', settings);
