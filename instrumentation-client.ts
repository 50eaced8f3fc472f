import { config } from 'zod/v4/core';

// Runs in the browser before any page's code. zod would try whether it may compile: our policy forbids
// it, and browsers report the try.
config({ jitless: true });
