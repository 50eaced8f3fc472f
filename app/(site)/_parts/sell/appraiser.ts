import {
  notifyManager,
  QueryClient,
  QueryObserver,
  type QueryObserverResult,
} from '@tanstack/react-query';
import { ASKING_OFFLINE } from '#app/_parts/asking-offline.ts';
import { watchRoom } from '#app/_parts/live/connection.ts';
import { createRefresher } from '#app/_parts/live/create-refresher.ts';
import { PRICES_ROOM } from '#lib/core/live/room-names.ts';
import { appraisalQuery } from '#lib/features/appraisal/queries.ts';
import type { Appraisal, AppraiseInput } from '#lib/features/appraisal/schema.ts';

export type AppraisalQuery = QueryObserverResult<Appraisal>;

/** Asks for appraisals as `useQuery` does, for a page that is there before react-query is. */
export type Appraiser = {
  /** What is known of an input at this moment; made for a render, it starts nothing. */
  readonly read: (input: AppraiseInput) => AppraisalQuery;
  /** Keep asking for an input, in place of the one before. */
  readonly ask: (input: AppraiseInput) => void;
  readonly subscribe: (onChange: () => void) => () => void;
  /** The same object until something changes. */
  readonly snapshot: () => AppraisalQuery;
};

const NOTHING: AppraiseInput = { text: '' };
/** All who have pasted something are told of new prices at one moment, and must not all ask at it. */
const SPREAD_MS = 5_000;

let tabClient: QueryClient | undefined;

export function createAppraiser(): Appraiser {
  const client = getTabClient();
  const observer = new QueryObserver(client, appraisalQuery(NOTHING));
  return {
    read: (asked) =>
      observer.getOptimisticResult(client.defaultQueryOptions(appraisalQuery(asked))),
    ask: (asked) => observer.setOptions(appraisalQuery(asked)),
    subscribe(onChange) {
      const refresher = createRefresher(() => observer.refetch());
      const ends = [
        observer.subscribe(notifyManager.batchCalls(onChange)),
        refresher.start(),
        watchRoom(PRICES_ROOM, {
          onMessage() {
            if (observer.options.enabled) refresher.note(SPREAD_MS);
          },
        }),
      ];
      return () => {
        for (const end of ends) end();
      };
    },
    snapshot: () => observer.getCurrentResult(),
  };
}

/** One cache a browser tab. */
function getTabClient(): QueryClient {
  if (tabClient) return tabClient;
  tabClient = new QueryClient({ defaultOptions: { queries: ASKING_OFFLINE } });
  // Asks again when the tab is looked at, and when the connection is back.
  tabClient.mount();
  return tabClient;
}
