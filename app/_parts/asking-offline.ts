/**
 * How queries ask when the browser believes that it is offline: they do, and fail. Waiting without a
 * word, as react-query does, leaves the figures of before on the page as if they were of now. And a
 * browser on the way to a site on the same machine may well be offline.
 */
export const ASKING_OFFLINE = { networkMode: 'always', refetchOnReconnect: true } as const;
