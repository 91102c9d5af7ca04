// Runs before the first paint. The same rule lives in src/frame/theme.ts, which takes over afterwards.
;(() => {
  let wish = 'system'
  try {
    wish = localStorage.getItem('marquee.theme') || 'system'
  } catch {
    // Storage may be refused; the system's choice stands then.
  }
  const dark = wish === 'dark' || (wish !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = dark ? 'dark' : 'light'
})()
