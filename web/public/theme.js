// Runs before the first paint. The same rules live in src/frame/look.ts, which takes over afterwards.
;(() => {
  let theme = 'system'
  let density = 'comfortable'
  try {
    theme = localStorage.getItem('marquee.theme') || theme
    density = localStorage.getItem('marquee.density') || density
  } catch {
    // Storage may be refused; the system's choice stands then.
  }
  const dark = theme === 'dark' || (theme !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
  document.documentElement.dataset.density = density === 'compact' ? 'compact' : 'comfortable'
})()
