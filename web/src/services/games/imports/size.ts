/** A number of bytes as people say it. */
export function sizeOf(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  const kb = bytes / 1024
  return kb < 1024 ? `${Math.round(kb)} KB` : `${(kb / 1024).toFixed(kb < 10_240 ? 1 : 0)} MB`
}
