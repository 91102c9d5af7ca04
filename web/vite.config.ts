import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Where the back end listens while `npm run dev` serves the page: the binary or `npm run mock`.
const backend = process.env.MARQUEE_DEV ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react(), tailwind()],
  build: {
    target: 'es2022',
    // The content security policy knows no data: fonts and no inline modules, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      output: {
        // Few files: what every page needs in two, the rest by page.
        codeSplitting: {
          groups: [
            { name: 'vendor', test: /node_modules/ },
            // The words of the pages inside (en.json) come with the frame, those of other languages when asked for.
            { name: 'base', test: /src[\\/](api|i18n|ui)[\\/][^\\/]+(?<!i18n[\\/](?!en\.door)[\w.]+\.json)$/ },
          ],
        },
      },
    },
  },
  server: {
    host: '127.0.0.1',
    // The back end checks Host and Origin, so the proxy must leave them as the browser sent them.
    proxy: { '/api': { target: backend, changeOrigin: false, ws: true }, '^/(docs|redoc|openapi.json)': { target: backend, changeOrigin: false } },
  },
})
