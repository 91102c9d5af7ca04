/** A browser or an application in words, from what it calls itself. */

export interface Device {
  /** "Firefox"; empty when it says nothing that a person would know. */
  app: string
  /** "Linux"; empty when it does not say. */
  system: string
  phone: boolean
}

/** In this order: most browsers also call themselves by the names of older ones. */
const APPS: [RegExp, string][] = [
  [/\bEdgA?\/|\bEdgiOS\//, 'Edge'],
  [/\bOPR\/|\bOPT\//, 'Opera'],
  [/\bVivaldi\//, 'Vivaldi'],
  [/\bSamsungBrowser\//, 'Samsung Internet'],
  [/\bFirefox\/|\bFxiOS\//, 'Firefox'],
  [/\bHeadlessChrome\/|\bChromium\/|\bCriOS\/|\bChrome\//, 'Chrome'],
  [/\bVersion\/[\d.]+.*\bSafari\//, 'Safari'],
]

const SYSTEMS: [RegExp, string][] = [
  [/\biPhone\b/, 'iPhone'],
  [/\biPad\b/, 'iPad'],
  [/\bAndroid\b/, 'Android'],
  [/\bWindows\b/, 'Windows'],
  [/\bCrOS\b/, 'ChromeOS'],
  [/\bMacintosh\b|\bMac OS X\b/, 'macOS'],
  [/\bLinux\b|\bX11\b/, 'Linux'],
]

export function deviceOf(agent: string): Device {
  const known = (list: [RegExp, string][]) => list.find(([sign]) => sign.test(agent))?.[1] ?? ''
  const system = known(SYSTEMS)
  // Programs name themselves first and plainly: "curl/8.5.0", "okhttp/4.12".
  const plain = agent.startsWith('Mozilla/') ? '' : (/^[\w.-]{2,40}(?=\/|\s|$)/.exec(agent.trim())?.[0] ?? '')
  return { app: known(APPS) || plain, system, phone: /iPhone|Android|\bMobile\b/.test(agent) }
}
