#!/usr/bin/env node
/**
 * Draws the icons of the installed page from our own sign: the lit board over the door, two rows of bulbs and the
 * first letter. `npm run icons` writes them into public/; they are committed. The same shapes go into the SVG and,
 * sampled here, into the PNGs, so that no drawing program and no browser is needed.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { deflateSync } from 'node:zlib'

/**
 * @typedef {[number, number]} Point
 * @typedef {{ circle?: [number, number, number], rect?: [number, number, number, number, number], points?: Point[], fill: string }} Shape
 */

const NIGHT = '#1a1120'
const BULB = '#ffd36b'
const BOARD = '#faf3e3'
const INK = '#1f1a28'
const OUT = join(import.meta.dirname, '..', 'public')
/** How many samples a pixel has each way. */
const FINE = 4

// On a field of 64 × 64.
/** @type {Shape[]} */
const bulbs = [13, 51].flatMap((y) => [12, 22, 32, 42, 52].map((x) => ({ circle: [x, y, 3.2], fill: BULB })))
/** @type {Shape} */
const board = { rect: [9, 19, 46, 26, 3], fill: BOARD }
/** @type {Shape} */
const letter = { points: [[20, 41.5], [20, 22.500], [25.500, 22.500], [32, 33.500], [38.500, 22.500], [44, 22.500], [44, 41.500], [39, 41.500], [39, 31], [33.600, 40], [30.400, 40], [25, 31], [25, 41.500]], fill: INK }
const sign = [...bulbs, board, letter]
/** @param {number} radius @returns {Shape} */
const night = (radius) => ({ rect: [0, 0, 64, 64, radius], fill: NIGHT })

/**
 * The sign at a share of its size, in the middle of the field.
 * @param {Shape[]} shapes @param {number} share @returns {Shape[]}
 */
const scaled = (shapes, share) => {
  /** @param {number} value */
  const at = (value) => 32 + (value - 32) * share
  return shapes.map(({ circle, rect, points, fill }) => ({
    fill,
    ...(circle && { circle: [at(circle[0]), at(circle[1]), circle[2] * share] }),
    ...(rect && { rect: [at(rect[0]), at(rect[1]), rect[2] * share, rect[3] * share, rect[4] * share] }),
    ...(points && { points: points.map(([x, y]) => /** @type {Point} */ ([at(x), at(y)])) }),
  }))
}

/** @param {Shape[]} shapes */
function svgOf(shapes) {
  const parts = shapes.map(({ circle, rect, points, fill }) => {
    if (circle) return `<circle cx="${circle[0]}" cy="${circle[1]}" r="${circle[2]}" fill="${fill}"/>`
    if (rect) return `<rect x="${rect[0]}" y="${rect[1]}" width="${rect[2]}" height="${rect[3]}" rx="${rect[4]}" fill="${fill}"/>`
    return `<path d="M${(points ?? []).map((point) => point.join(' ')).join('L')}z" fill="${fill}"/>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64">${parts.join('')}</svg>\n`
}

/** @param {Shape} shape @param {number} x @param {number} y */
function covers({ circle, rect, points = [] }, x, y) {
  if (circle) return (x - circle[0]) ** 2 + (y - circle[1]) ** 2 <= circle[2] ** 2
  if (rect) {
    const [left, top, width, height, radius] = rect
    if (x < left || y < top || x > left + width || y > top + height) return false
    const dx = Math.max(left + radius - x, x - (left + width - radius), 0)
    const dy = Math.max(top + radius - y, y - (top + height - radius), 0)
    return dx * dx + dy * dy <= radius * radius
  }
  let inside = false
  for (let i = 0, j = points.length - 1; i < points.length; j = i++) {
    const [xi, yi] = /** @type {Point} */ (points[i])
    const [xj, yj] = /** @type {Point} */ (points[j])
    if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside
  }
  return inside
}

/** @param {string} fill */
const rgb = (fill) => [1, 3, 5].map((at) => Number.parseInt(fill.slice(at, at + 2), 16))

/** @param {Shape[]} shapes @param {number} size */
function pngOf(shapes, size) {
  const top = shapes.toReversed().map((shape) => ({ shape, colour: rgb(shape.fill) }))
  const rows = Buffer.alloc(size * (size * 4 + 1))
  for (let py = 0; py < size; py++) {
    for (let px = 0; px < size; px++) {
      let [red, green, blue, hit] = [0, 0, 0, 0]
      for (let s = 0; s < FINE * FINE; s++) {
        const x = ((px + ((s % FINE) + 0.5) / FINE) * 64) / size
        const y = ((py + (Math.floor(s / FINE) + 0.5) / FINE) * 64) / size
        const found = top.find(({ shape }) => covers(shape, x, y))
        if (!found) continue
        hit += 1
        const [r = 0, g = 0, b = 0] = found.colour
        red += r
        green += g
        blue += b
      }
      const at = py * (size * 4 + 1) + 1 + px * 4
      const share = hit || 1
      rows.set([red / share, green / share, blue / share, (hit / (FINE * FINE)) * 255].map(Math.round), at)
    }
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(size, 0)
  head.writeUInt32BE(size, 4)
  // 8 bits, colour with alpha.
  head.set([8, 6, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), piece('IHDR', head), piece('IDAT', deflateSync(rows, { level: 9 })), piece('IEND', Buffer.alloc(0))])
}

/** @param {string} name @param {Buffer} data */
function piece(name, data) {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const out = Buffer.alloc(data.length + 12)
  out.writeUInt32BE(data.length, 0)
  body.copy(out, 4)
  out.writeUInt32BE(crc(body), data.length + 8)
  return out
}

/** @param {Buffer} bytes */
function crc(bytes) {
  let value = 0xffffffff
  for (const byte of bytes) {
    value ^= byte
    for (let k = 0; k < 8; k++) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1
  }
  return (value ^ 0xffffffff) >>> 0
}

const rounded = [night(14), ...sign]
writeFileSync(join(OUT, 'icon.svg'), svgOf(rounded))
writeFileSync(join(OUT, 'icon-192.png'), pngOf(rounded, 192))
writeFileSync(join(OUT, 'icon-512.png'), pngOf(rounded, 512))
// The system cuts these to its own shape: the sign stays inside the circle that is always left.
writeFileSync(join(OUT, 'icon-maskable-512.png'), pngOf([night(0), ...scaled(sign, 0.74)], 512))
writeFileSync(join(OUT, 'icon-apple-180.png'), pngOf([night(0), ...scaled(sign, 0.9)], 180))
