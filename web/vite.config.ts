import { createHash } from 'node:crypto'
import tailwind from '@tailwindcss/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'

// Where the back end listens while `npm run dev` serves the page: the binary or `npm run mock`.
const backend = process.env.MARQUEE_DEV ?? 'http://127.0.0.1:8080'

/** Files of public/ that the page itself asks for. */
const BESIDE = ['/theme.js', '/icon.svg', '/icon-192.png', '/manifest.webmanifest']

/** Tells the service worker which files are the shell: all that the build made, by their hashed names. */
function shell(): Plugin {
  return {
    name: 'shell',
    enforce: 'post',
    generateBundle(_options, bundle) {
      const worker = bundle['sw.js']
      const entry = Object.values(bundle).find((file) => file.type === 'chunk' && file.isEntry && file.name === 'index')
      const page = bundle['index.html']
      if (worker?.type !== 'chunk' || !entry || page?.type !== 'asset') throw new Error('the build has no page or no service worker')
      const files = [...Object.keys(bundle).filter((name) => name.startsWith('assets/')).map((name) => `/${name}`), ...BESIDE].toSorted()
      const version = createHash('sha256').update(JSON.stringify(files)).update(page.source).digest('hex').slice(0, 12)
      worker.code = worker.code.replace('BUILT_SHELL', JSON.stringify({ version, entry: `/${entry.fileName}`, files }))
    },
  }
}

export default defineConfig({
  plugins: [react(), tailwind(), shell()],
  build: {
    target: 'es2022',
    // The content security policy knows no data: fonts and no inline modules, so nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: {
      input: { index: 'index.html', sw: 'src/worker/sw.ts' },
      output: {
        // The worker stands at the root, under a name that stays, because its place decides what it may answer.
        entryFileNames: ({ name }) => (name === 'sw' ? 'sw.js' : 'assets/[name]-[hash].js'),
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
