import type { MetadataRoute } from 'next';

/** For those who put the site on a phone's home screen. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    name: 'Ageira Trade',
    short_name: 'Ageira Trade',
    start_url: '/',
    display: 'standalone',
    background_color: '#080d11',
    theme_color: '#080d11',
    icons: [{ src: '/icon.svg', sizes: 'any', type: 'image/svg+xml' }],
  };
}
