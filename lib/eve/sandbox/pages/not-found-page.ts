import { layout } from './html.ts';

export function notFoundPage(): string {
  return layout({
    title: 'Not found',
    content:
      '<section class="panel narrow"><h1>There is nothing here</h1><p><a href="/">Go to the game client</a></p></section>',
  });
}
