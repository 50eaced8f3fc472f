'use client';

import { useEffect, useState } from 'react';

/** A key that is new whenever the form's content is: the same form sent twice makes one quote. */
export function useFreshKey(content: string): string {
  const [key, setKey] = useState('');
  // biome-ignore lint/correctness/useExhaustiveDependencies: the content is what makes it a new form
  useEffect(() => setKey(crypto.randomUUID()), [content]);
  return key;
}
