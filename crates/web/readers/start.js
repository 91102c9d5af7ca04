/* Starts the reader that this page is for, and lists the services that run here. */
(() => {
  const reader = document.getElementById('reader')
  const { kind, document: url, here } = reader.dataset
  if (kind === 'docs') {
    window.SwaggerUIBundle({
      url,
      dom_id: '#reader',
      deepLinking: true,
      docExpansion: 'none',
      filter: true,
      tagsSorter: 'alpha',
      validatorUrl: null,
      // The session cookie goes along by itself; a token is kept until the page is left, and no longer.
      persistAuthorization: false,
    })
  } else {
    window.Redoc.init(url, { hideDownloadButtons: true, nativeScrollbars: true, requiredPropsFirst: true }, reader)
  }

  const add = (name, path) => {
    const link = document.createElement('a')
    link.href = path
    link.textContent = name
    if (name === here || (!here && name === 'all')) link.setAttribute('aria-current', 'page')
    document.getElementById('services').append(link)
  }
  fetch('/api/v1', { headers: { accept: 'application/json' } })
    .then((answer) => answer.json())
    .then(({ services }) => {
      add('all', `/${kind}`)
      for (const name of ['house', ...services]) add(name, `/${kind}/${name}`)
    })
    .catch(() => add('all', `/${kind}`))
})()
